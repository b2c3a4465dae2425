import type { Metrics } from "../../diagnostics/metrics";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { FAILING, LEFT_OVER, NOT_EVALUATED, NOT_MOUNTED, NOT_YET, UNREADABLE } from "../rules/causes";
import { judgeRules } from "../rules/judgement";
import { rulesSeen } from "../rules/seen";

export const rules: VerifyLink = {
  id: "rules",
  title: "The ruler evaluates every rule",
  after: ["loki-ready", "configuration"],
  failure: "alerts",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model)],
  creates: false,
  causes: [UNREADABLE, NOT_YET, NOT_MOUNTED, FAILING, NOT_EVALUATED, LEFT_OVER],
  look: async ({ deployment: { model }, loki, lokiBefore }, signal) => {
    const secondsUp = secondsSinceStart(await lokiBefore());
    return judgeRules(await rulesSeen(loki, { files: model.alerting.files, secondsUp }, signal));
  },
};

/** A Loki that doesn't tell may just have started. */
function secondsSinceStart(metrics: Pick<Metrics, "startedAt">): number {
  return metrics.startedAt === null ? 0 : Date.now() / 1_000 - metrics.startedAt;
}
