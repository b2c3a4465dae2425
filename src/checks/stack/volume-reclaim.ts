import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

export const volumeReclaim: Check = {
  id: "volume-reclaim",
  title: "The claim outlives its StatefulSet",
  severity: "error",
  why: "if the claim is deleted with its StatefulSet, the logs are lost, or the volume stays Released and cannot be bound again",
  remedy: "set singleBinary.persistence.enableStatefulSetAutoDeletePVC: false",
  evidence:
    "chart loki before 18.3 deletes the claim with the StatefulSet by default; a rollback left the volume Released",
  find({ loki }) {
    const key = "singleBinary.persistence.enableStatefulSetAutoDeletePVC";
    if (valueAt(loki.values, key) === false) return [];
    return [
      valuesFinding(loki, key, { got: shownAt(loki.values, key), expected: "false", remedy: `set ${key}: false` }),
    ];
  },
};
