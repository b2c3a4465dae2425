import { capacityOf, demandOf } from "../../capacity/capacity";
import type { Check } from "../check";
import { moreMemory, needsLogVolume } from "./sizing";

export const memoryNeeded: Check = {
  id: "memory-needed",
  title: "Loki requests the memory that the load needs",
  severity: "error",
  why: "the kubelet first evicts pods that exceed their memory request, without a grace period: Loki loses the lines that it has not flushed",
  remedy: "raise loki.resources.memoryRequest together with the related sizes, or keep less in memory",
  evidence:
    "Kubernetes node-pressure eviction ranks pods by their usage above their request; the memory of Loki 3.7.8 was measured",
  needs: needsLogVolume,
  find({ model }) {
    const demand = demandOf(model);
    const { memory, process, wal } = capacityOf(demand);
    const { memoryRequest } = model.loki.resources;
    if (!memory.isLargerThan(memoryRequest)) return [];
    return [
      {
        setting: "loki.resources.memoryRequest",
        got: memoryRequest.toMebibytesString(),
        expected: `at least ${memory.toMebibytesString()} for this load with these limits: ${process.toMebibytesString()} for the process and ${wal.toMebibytesString()} for the write-ahead log`,
        remedy: moreMemory(model),
      },
    ];
  },
};
