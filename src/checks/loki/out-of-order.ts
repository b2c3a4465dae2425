import { Duration } from "../../units";
import type { Check } from "../check";
import { effectiveConfiguration, maxChunkAgeOf } from "./effective-configuration";

/** The outage after which Loki must accept every line. */
const OUTAGE = Duration.hours(1);

export const outOfOrder: Check = {
  id: "out-of-order",
  title: "Loki accepts the backlog of an outage",
  severity: "error",
  why: "after an outage, agents send old and new files at once; Loki rejects lines older than the newest by more than half the chunk age",
  remedy: "raise loki.ingester.maxChunkAge",
  evidence: "Loki 3.7.8, pkg/ingester/stream.go: too_far_behind beyond max_chunk_age / 2; agents retry forever",
  find({ loki }) {
    const age = maxChunkAgeOf(effectiveConfiguration(loki.values));
    if (!OUTAGE.times(2).isLongerThan(age)) return [];
    return [
      {
        setting: "loki.ingester.maxChunkAge",
        got: `${age} (an out-of-order window of ${age.times(0.5)})`,
        expected: `at least ${OUTAGE.times(2)}, so that Loki accepts the lines of an outage of ${OUTAGE}`,
        remedy: `raise loki.ingester.maxChunkAge to ${OUTAGE.times(2)} or more`,
      },
    ];
  },
};
