import { capacityOf, demandOf } from "../../capacity/capacity";
import type { Check } from "../check";
import { moreMemory, needsVolumeOfText } from "./sizing";

export const memoryNeeded: Check = {
  id: "memory-needed",
  severity: "error",
  reason:
    "a pod that uses more memory than it has requested is the first to be evicted, without its grace period and so without its flush: a day of lines",
  evidence:
    "Kubernetes' node-pressure eviction ranks pods by what they use above their request; measured memory of Loki 3.7.8",
  needs: needsVolumeOfText,
  find({ model }) {
    const demand = demandOf(model);
    const { memory, process, wal } = capacityOf(demand);
    const { memoryRequest } = model.loki.resources;
    if (!memory.isLargerThan(memoryRequest)) return [];
    return [
      {
        setting: "loki.resources.memoryRequest",
        got: memoryRequest.toMebibytesString(),
        expected: `at least ${memory.toMebibytesString()} for this load beside these limits: ${process.toMebibytesString()} of process and ${wal.toMebibytesString()} of write-ahead log`,
        remedy: moreMemory(model),
      },
    ];
  },
};
