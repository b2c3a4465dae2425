import { capacityOf, demandOf } from "../../capacity/capacity";
import { MAX_LIVE_SHARE } from "../../capacity/constants";
import type { Check } from "../check";
import { moreMemory, needsVolumeOfText } from "./sizing";

export const heapNeeded: Check = {
  id: "heap-needed",
  severity: "error",
  reason:
    "a heap that is nearly all live leaves Go nothing to collect: it takes the processor, and then the kernel kills it",
  evidence: "Go's memory limit (GOMEMLIMIT) bounds the heap by collecting more often; measured heaps of Loki 3.7.8",
  needs: needsVolumeOfText,
  find({ model }) {
    const { live } = capacityOf(demandOf(model));
    const { goMemoryLimit, resources, wal } = model.loki;
    const needed = live.scaled(1 / MAX_LIVE_SHARE);
    if (!needed.isLargerThan(goMemoryLimit)) return [];
    return [
      {
        setting: "loki.resources.memoryLimit",
        got: `${resources.memoryLimit.toMebibytesString()}, of which ${goMemoryLimit.toMebibytesString()} are for Go's heap beside a tmpfs of ${wal.size.toMebibytesString()}`,
        expected: `${needed.toMebibytesString()} for the heap, of which ${live.toMebibytesString()} are live`,
        remedy: moreMemory(model),
      },
    ];
  },
};
