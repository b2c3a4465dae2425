import { capacityOf, demandOf } from "../../capacity/capacity";
import { snippet } from "../../settings/snippet";
import type { Check } from "../check";
import { needsLogVolume } from "./sizing";

export const volumeSize: Check = {
  id: "volume-size",
  title: "The volume is large enough for the retention period",
  severity: "error",
  why: "if the volume fills up before retention deletes logs, Loki stops, on the busiest day",
  remedy: "raise nfs.size, lower loki.retention, or drop unneeded lines (alloy.drop)",
  evidence:
    "a volume of 15Gi filled up within seven days after retention was raised to 720h, and Loki stopped during a node incident",
  needs: needsLogVolume,
  find({ model }) {
    const { disk, writtenPerDay } = capacityOf(demandOf(model));
    const { volume, retention } = model.loki;
    if (!disk.isLargerThan(volume.size)) return [];
    return [
      {
        setting: "nfs.size",
        got: volume.size.toMebibytesString(),
        expected: `at least ${disk.toMebibytesString()}: ${writtenPerDay.toMebibytesString()} per day for ${retention} and two days of compaction`,
        remedy: `set ${snippet({ "nfs.size": disk.inMebibytes().snippet() })}, lower loki.retention, or drop unneeded lines (alloy.drop)`,
      },
    ];
  },
};
