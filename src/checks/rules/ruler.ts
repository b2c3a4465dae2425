import type { RuleGroup } from "../../alerting/rule-file/rule-file";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration } from "../../units";
import { effectiveConfiguration } from "../loki/effective-configuration";
import { durationAt } from "../values";

/** The ruler's own interval. @see https://grafana.com/docs/loki/latest/configure/#ruler (evaluation_interval) */
const EVALUATION_INTERVAL = Duration.minutes(1);

/** How often the rules of a group are evaluated. */
export function intervalOf({ interval }: RuleGroup, { loki }: RenderedStack): Duration {
  if (interval !== null && interval.toSeconds() > 0) return interval;
  return durationAt(effectiveConfiguration(loki.values), "ruler.evaluation_interval") ?? EVALUATION_INTERVAL;
}
