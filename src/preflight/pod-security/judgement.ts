import type { V1Namespace } from "@kubernetes/client-node";
import { broken, doubtful, holds, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { ENFORCE, LEVEL } from "../../stack/workloads";
import { DEFAULT_LEVEL, LABEL, OTHER_REFUSAL, POLICY, SCC } from "./causes";
import type { Trial } from "./trial";

/** @returns null where the label alone doesn't tell */
export function judgeLevel({ metadata }: V1Namespace): Outcome | null {
  const level = metadata?.labels?.[ENFORCE] ?? LEVEL;
  if (level === LEVEL) return null;
  return broken({ ...expected(metadata?.name), found: `the level "${level}"`, causes: [LABEL] });
}

export function judgeTrial(trial: Trial, { metadata }: V1Namespace): Outcome {
  const level = metadata?.labels?.[ENFORCE];
  const shown = level === undefined ? "no level of its own" : `the level "${level}"`;
  if ("unknown" in trial) return notMeasured(`${shown}; ${trial.unknown}`);
  const { refused } = trial;
  if (refused === null) return holds(`${shown}, and such a pod is let in`);
  const fault = { ...expected(metadata?.name), found: refused };
  if (refused.includes("violates PodSecurity")) return broken({ ...fault, causes: [DEFAULT_LEVEL] });
  if (refused.includes("security context constraint")) return broken({ ...fault, causes: [SCC] });
  if (refused.includes("denied the request") || refused.includes("denied request"))
    return broken({ ...fault, causes: [POLICY] });
  return doubtful({ ...fault, causes: [OTHER_REFUSAL, POLICY] });
}

function expected(namespace = "") {
  return { expected: "pods with host paths, host PID and a privileged container", names: { namespace } };
}
