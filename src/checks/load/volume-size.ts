import { capacityOf, demandOf } from "../../capacity/capacity";
import { snippet } from "../../settings/snippet";
import type { Check } from "../check";
import { needsLogVolume } from "./sizing";

export const volumeSize: Check = {
  id: "volume-size",
  title: "The volume holds the logs until retention deletes them",
  severity: "error",
  why: "a volume that fills up before retention deletes logs stops Loki, on the busiest day",
  remedy: "raise nfs.size, lower loki.retention, or drop unneeded lines (alloy.drop)",
  evidence:
    "15Gi filled up within seven days after retention was raised to 720h, and Loki stopped in the middle of a node's incident",
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
        remedy: `write ${snippet({ "nfs.size": disk.inMebibytes().snippet() })}, lower loki.retention, or drop unneeded lines (alloy.drop)`,
      },
    ];
  },
};
