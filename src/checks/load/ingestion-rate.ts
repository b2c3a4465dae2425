import { peakRate, tmpfsFor } from "../../capacity/admission";
import { capacityOf, demandOf } from "../../capacity/capacity";
import type { Check } from "../check";
import { largerLog, needsLogVolume } from "./sizing";

export const ingestionRate: Check = {
  id: "ingestion-rate",
  title: "Loki admits the peaks of the load",
  severity: "error",
  why: "Loki rejects lines above its ingestion rate; the agents resend them, and alerts wait behind them",
  remedy: "raise loki.wal.size together with the related sizes, or drop unneeded lines (alloy.drop)",
  evidence:
    "Loki 3.7.8, pkg/distributor/distributor.go: one limit for all agents (ingestion_rate_mb); docs/decisions/0028 derives it from the write-ahead log, and assumes peaks of ten times the average",
  needs: needsLogVolume,
  find({ model }) {
    const demand = demandOf(model);
    const { size, fullThreshold } = model.loki.wal;
    const { ingestionRate: admitted } = model.loki.limits;
    const peak = peakRate(demand);
    // The check wal-size reports a log that has no space for the average.
    if (!peak.isLargerThan(admitted) || capacityOf(demand).wal.isLargerThan(size.scaled(fullThreshold))) return [];
    return [
      {
        setting: "loki.wal.size",
        got: `${size.toMebibytesString()}, which admits ${admitted.toHumanString()} per second`,
        expected: `at least ${tmpfsFor(demand).toMebibytesString()}, for ${peak.toHumanString()} per second at the peaks of ${model.load.bytesPerDay.toHumanString()} per day`,
        remedy: largerLog(model),
      },
    ];
  },
};
