import { poll } from "../../live/poll";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { loadedRules, unreadableRules } from "../loki/ruler";
import { FAILING, judgeRules, LEFT_OVER, NOT_MOUNTED, NOT_YET, type RulesSeen, UNREADABLE } from "../rules/judgement";

/** A Loki that has just started loads them a moment after it is ready. */
const LOADED = Duration.seconds(5);

export const rules: VerifyLink = {
  id: "rules",
  title: "The ruler evaluates every rule",
  after: ["loki-ready", "configuration"],
  failure: "alerts",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model)],
  creates: false,
  causes: [UNREADABLE, NOT_YET, NOT_MOUNTED, FAILING, LEFT_OVER],
  look: async ({ deployment: { model }, loki }, signal) => {
    const { alerting, namespace } = model;
    const names = { namespace: namespace.name, release: model.loki.release, "config-map": model.loki.rules.configMap };
    const seen: RulesSeen = await poll({
      ask: async () => ({
        files: alerting.files,
        loaded: await loadedRules(loki, signal),
        unreadable: await unreadableRules(loki, signal),
        names,
      }),
      isEnough: (rulesSeen) => judgeRules(rulesSeen).status === "holds",
      within: LOADED,
      signal,
    });
    return judgeRules(seen);
  },
};
