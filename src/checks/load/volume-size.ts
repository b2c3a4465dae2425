import { capacityOf, demandOf } from "../../capacity/capacity";
import { snippet } from "../../settings/snippet";
import type { Check } from "../check";
import { needsVolumeOfText } from "./sizing";

export const volumeSize: Check = {
  id: "volume-size",
  severity: "error",
  reason: "a volume that is full before retention deletes takes logging down, on the busiest day",
  evidence:
    "15Gi were full within seven days when retention was raised to 720h: Loki stopped in the middle of a node's incident",
  needs: needsVolumeOfText,
  find({ model }) {
    const { disk, writtenPerDay } = capacityOf(demandOf(model));
    const { volume, retention } = model.loki;
    if (!disk.isLargerThan(volume.size)) return [];
    return [
      {
        setting: "nfs.size",
        got: volume.size.toMebibytesString(),
        expected: `at least ${disk.toMebibytesString()}: ${writtenPerDay.toMebibytesString()} a day for ${retention} and two days of compaction`,
        remedy: `write ${snippet({ "nfs.size": disk.inMebibytes().snippet() })}, lower loki.retention, or drop lines that nobody needs (alloy.drop)`,
      },
    ];
  },
};
