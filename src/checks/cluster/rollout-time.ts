import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import { Duration } from "../../units";
import type { Check } from "../check";
import { gracePeriodOf } from "../loki/pod";
import { valueAt } from "../values";

/** Image pull, mount, replay and readiness delay; the first start of Loki on a node took 63 s. */
const START = Duration.minutes(5);

export const rolloutTime: Check = {
  id: "rollout-time",
  title: "Helm waits long enough for a rollout",
  severity: "error",
  why: "Helm rolls back a rollout that takes longer than its timeout, even if nothing is wrong",
  remedy: "leave the timeout to the stack, which derives it from the grace period",
  evidence:
    "Helm's --timeout; the first apply of the original deployment, and a later one with five agents, exceeded 300 s",
  find(stack) {
    return [stack.loki, stack.agent].flatMap((release) => {
      const needed = rollout(release, stack);
      if (!needed.isLongerThan(release.timeout)) return [];
      return [
        {
          setting: `the timeout of the Helm release ${release.release}`,
          got: `${release.timeout}`,
          expected: `at least ${needed.toSeconds()}s, enough for the old pod to stop and the new pod to start`,
          remedy: "leave it to the stack, which derives it from the grace period",
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
