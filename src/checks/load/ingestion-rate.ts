import { SECONDS_PER_DAY } from "../../capacity/bounds";
import { INGESTION_RATE } from "../../capacity/constants";
import { ByteSize } from "../../units";
import type { Check } from "../check";
import { needsLogVolume } from "./sizing";

export const ingestionRate: Check = {
  id: "ingestion-rate",
  title: "The load stays below Loki's ingestion rate",
  severity: "error",
  why: "Loki rejects lines above its ingestion rate; the agents resend them and fall further behind",
  remedy: "drop unneeded lines (alloy.drop)",
  evidence:
    "Loki 3.7.8, pkg/validation/limits.go: ingestion_rate_mb is 4 per tenant by default, and the stack has one tenant",
  needs: needsLogVolume,
  find({ model: { load } }) {
    const average = load.bytesPerDay.scaled(1 / SECONDS_PER_DAY);
    if (!average.isLargerThan(INGESTION_RATE)) return [];
    return [
      {
        setting: "load.bytesPerDay",
        got: `${load.bytesPerDay.toHumanString()} per day (${average.toHumanString()} per second)`,
        expected: `at most ${ByteSize.bytes(INGESTION_RATE.toBytes() * SECONDS_PER_DAY).toHumanString()} per day (${INGESTION_RATE.toHumanString()} per second)`,
        remedy: "drop unneeded lines (alloy.drop): one Loki cannot ingest this load",
      },
    ];
  },
};
