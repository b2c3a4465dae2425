import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import { Duration } from "../../units";
import type { Check } from "../check";
import { gracePeriodOf } from "../loki/pod";
import { valueAt } from "../values";

/** Pulling the image, mounting, replay and the readiness delay; measured 63 s for the first start of Loki on a node. */
const START = Duration.minutes(5);

export const rolloutTime: Check = {
  id: "rollout-time",
  severity: "error",
  reason: "a rollout that takes longer than Helm waits is taken back, although nothing was wrong with it",
  evidence: "Helm's --timeout; the first apply of this plan, and a later one of five agents, ran into 300 s",
  find(stack) {
    return [stack.loki, stack.agent].flatMap((release) => {
      const needed = rollout(release, stack);
      if (!needed.isLongerThan(release.timeout)) return [];
      return [
        {
          setting: `the time-out of the Helm release ${release.release}`,
          got: `${release.timeout}`,
          expected: `at least ${needed.toSeconds()}s, for the old pod to stop and the new one to start`,
          remedy: "leave it to the plan, which derives it from the grace period",
        },
      ];
    });
  },
};

function rollout(release: RenderedRelease, { loki, model }: RenderedStack): Duration {
  if (release !== loki) return model.alloy.agent.gracePeriod.plus(START);
  const delay = valueAt(loki.values, "loki.readinessProbe.initialDelaySeconds");
  return gracePeriodOf(loki.values)
    .plus(START)
    .plus(Duration.seconds(typeof delay === "number" ? delay : 0));
}
