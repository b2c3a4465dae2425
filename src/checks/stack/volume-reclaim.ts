import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

export const volumeReclaim: Check = {
  id: "volume-reclaim",
  title: "The claim outlives its StatefulSet",
  severity: "error",
  why: "a claim that is deleted with its StatefulSet takes the logs with it, or leaves a volume that nothing can bind again",
  remedy: "write singleBinary.persistence.enableStatefulSetAutoDeletePVC: false",
  evidence:
    "chart loki before 18.3 deletes the claim with the StatefulSet by default; a rollback left the volume Released",
  find({ loki }) {
    const key = "singleBinary.persistence.enableStatefulSetAutoDeletePVC";
    if (valueAt(loki.values, key) === false) return [];
    return [
      valuesFinding(loki, key, { got: shownAt(loki.values, key), expected: "false", remedy: `write ${key}: false` }),
    ];
  },
};
