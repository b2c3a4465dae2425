import { tmpfsFor } from "../../capacity/admission";
import { capacityOf, demandOf } from "../../capacity/capacity";
import type { Check } from "../check";
import { largerLog, needsLogVolume } from "./sizing";

export const walSize: Check = {
  id: "wal-size",
  title: "The write-ahead log fits into its tmpfs",
  severity: "error",
  why: "Loki keeps the old checkpoint while it writes the next one: without space for both, the log stays full and Loki rejects every line",
  remedy: "raise loki.wal.size together with the related sizes, or lower loki.ingester.maxChunkAge",
  evidence:
    "Loki 3.7.8, pkg/ingester/checkpoint.go writes every in-memory chunk; above disk_full_threshold Loki answers every push with an error (docs/decisions/0011)",
  needs: needsLogVolume,
  find({ model }) {
    const demand = demandOf(model);
    const { wal, checkpoint } = capacityOf(demand);
    const { size, fullThreshold } = model.loki.wal;
    if (!wal.isLargerThan(size.scaled(fullThreshold))) return [];
    return [
      {
        setting: "loki.wal.size",
        got: `${size.toMebibytesString()} (${Math.round(fullThreshold * 100)} % usable)`,
        expected: `at least ${tmpfsFor(demand).toMebibytesString()}, for two checkpoints of ${checkpoint.toMebibytesString()} and the segments written at peak times during a checkpoint`,
        remedy: largerLog(model),
      },
    ];
  },
};
