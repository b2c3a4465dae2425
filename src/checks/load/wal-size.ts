import { capacityOf, demandOf } from "../../capacity/capacity";
import { tmpfsFor } from "../../capacity/write-ahead-log";
import type { Check } from "../check";
import { largerLog, needsVolumeOfText } from "./sizing";

export const walSize: Check = {
  id: "wal-size",
  severity: "error",
  reason:
    "while Loki writes a checkpoint, the old one is still there; and it has to refuse lines while another would still fit, or its log stays full",
  evidence:
    "Loki 3.7.8, pkg/ingester/checkpoint.go writes every chunk in memory; above disk_full_threshold every push is answered with an error (docs/decisions/0011)",
  needs: needsVolumeOfText,
  find({ model }) {
    const { wal, checkpoint } = capacityOf(demandOf(model));
    const { size, fullThreshold } = model.loki.wal;
    if (!wal.isLargerThan(size.scaled(fullThreshold))) return [];
    return [
      {
        setting: "loki.wal.size",
        got: `${size.toMebibytesString()}, of which ${Math.round(fullThreshold * 100)} % may be used`,
        expected: `at least ${tmpfsFor(wal).toMebibytesString()}, for two checkpoints of ${checkpoint.toMebibytesString()} and what is written meanwhile`,
        remedy: largerLog(model),
      },
    ];
  },
};
