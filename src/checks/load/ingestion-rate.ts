import { SECONDS_PER_DAY } from "../../capacity/bounds";
import { INGESTION_RATE } from "../../capacity/constants";
import { ByteSize } from "../../units";
import type { Check } from "../check";
import { needsVolumeOfText } from "./sizing";

export const ingestionRate: Check = {
  id: "ingestion-rate",
  severity: "error",
  reason: "what all agents send together above Loki's rate is refused and sent again, for ever later",
  evidence: "Loki 3.7.8, pkg/validation/limits.go: ingestion_rate_mb is 4 by default, for the one tenant there is",
  needs: needsVolumeOfText,
  find({ model: { load } }) {
    const average = load.bytesPerDay.scaled(1 / SECONDS_PER_DAY);
    if (!average.isLargerThan(INGESTION_RATE)) return [];
    return [
      {
        setting: "load.bytesPerDay",
        got: `${load.bytesPerDay.toHumanString()}, which is ${average.toHumanString()} a second`,
        expected: `at most ${ByteSize.bytes(INGESTION_RATE.toBytes() * SECONDS_PER_DAY).toHumanString()}, which is ${INGESTION_RATE.toHumanString()} a second`,
        remedy: "drop lines that nobody needs (alloy.drop): one Loki is not made for so much",
      },
    ];
  },
};
