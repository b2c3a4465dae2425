import { capacityOf, demandOf } from "../../capacity/capacity";
import { MAX_LIVE_SHARE } from "../../capacity/constants";
import type { Check } from "../check";
import { moreMemory, needsLogVolume } from "./sizing";

export const heapNeeded: Check = {
  id: "heap-needed",
  title: "Loki's heap fits the load",
  severity: "error",
  why: "if nearly all of the heap is live, garbage collection uses up the CPU, and then the kernel kills Loki",
  remedy: "raise loki.resources.memoryLimit together with the related sizes, or keep less in memory",
  evidence:
    "Go's memory limit (GOMEMLIMIT) bounds the heap by collecting more often; heaps of Loki 3.7.8 were measured",
  needs: needsLogVolume,
  find({ model }) {
    const { live } = capacityOf(demandOf(model));
    const { goMemoryLimit, resources, wal } = model.loki;
    const needed = live.scaled(1 / MAX_LIVE_SHARE);
    if (!needed.isLargerThan(goMemoryLimit)) return [];
    return [
      {
        setting: "loki.resources.memoryLimit",
        got: `${resources.memoryLimit.toMebibytesString()} (${goMemoryLimit.toMebibytesString()} for Go's heap, ${wal.size.toMebibytesString()} for the tmpfs)`,
        expected: `${needed.toMebibytesString()} for the heap (${live.toMebibytesString()} live)`,
        remedy: moreMemory(model),
      },
    ];
  },
};
