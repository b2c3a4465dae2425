import { Duration } from "../../units";
import type { Check } from "../check";
import { effectiveConfiguration, maxChunkAgeOf } from "./effective-configuration";

/** The outage of Loki that agents shall ride out without a line being refused. */
const OUTAGE = Duration.hours(1);

export const outOfOrder: Check = {
  id: "out-of-order",
  severity: "error",
  reason:
    "after an outage agents send old and new files of a container at once: what lies further behind the newest line than half the chunk age is refused",
  evidence: "Loki 3.7.8, pkg/ingester/stream.go: too_far_behind beyond max_chunk_age / 2; agents retry without end",
  find({ loki }) {
    const age = maxChunkAgeOf(effectiveConfiguration(loki.values));
    if (!OUTAGE.times(2).isLongerThan(age)) return [];
    return [
      {
        setting: "loki.ingester.maxChunkAge",
        got: `${age}, and so an out-of-order window of ${age.times(0.5)}`,
        expected: `at least ${OUTAGE.times(2)}, so that the lines of an outage of ${OUTAGE} are taken`,
        remedy: `raise loki.ingester.maxChunkAge to ${OUTAGE.times(2)} or more`,
      },
    ];
  },
};
