import type { LabelEntry, Rule, RuleFile, RuleGroup } from "../../../src/alerting/rule-file/rule-file";
import { toYaml } from "../../../src/terraform/yaml";
import { Duration } from "../../../src/units";
import type { Texts } from "../../alerting/rule-fixture";

/** What is evaluated otherwise than the files say; expressions, labels and texts are always theirs. */
export interface Pace {
  readonly interval: (group: RuleGroup) => Duration;
  readonly for: (rule: Rule) => Duration;
  /** The name of a rule. */
  readonly name?: (rule: Rule) => string;
}

/** The ruler's own interval. */
const DEFAULT_INTERVAL = Duration.minutes(1);

/**
 * No alert waits longer than it takes to see that it does. A window, and what has to be in it, is as in the file: a rule
 * counts lines by their own times, and those may have passed.
 */
export const HASTENED: Pace = {
  interval: ({ interval }) => shorter(interval ?? DEFAULT_INTERVAL, Duration.seconds(5)),
  for: (rule) => shorter(rule.for?.duration ?? Duration.seconds(0), Duration.seconds(10)),
};

/** A rule file as the ruler reads it, with the same rules at another pace. */
export function ruleText({ groups }: RuleFile, pace: Pace): string {
  return toYaml({
    groups: groups.map((group) => ({
      name: group.name,
      interval: pace.interval(group),
      labels: texts(group.labels),
      rules: group.rules.map((rule) => ({
        [rule.kind]: pace.name?.(rule) ?? rule.name,
        expr: rule.expr.value,
        ...(rule.kind === "alert" && { for: pace.for(rule), annotations: texts(rule.annotations) }),
        labels: texts(rule.labels),
      })),
    })),
  });
}

function shorter(one: Duration, other: Duration): Duration {
  return one.isLongerThan(other) ? other : one;
}

function texts(entries: readonly LabelEntry[]): Texts {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text.value]));
}
