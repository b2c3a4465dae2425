import { ByteSize } from "../../units";
import type { Check, Finding } from "../check";
import { effectiveConfiguration } from "../loki/effective-configuration";
import { goMemoryLimitOf, tmpfsOf } from "../loki/pod";
import { sizeAt } from "../values";

/** Loki's own default, which is above what a smaller container has. */
const DEFAULT_CEILING = ByteSize.parse("4GB");

/** While Loki replays, Go holds about as much again that is no longer used. */
const REPLAY_SHARE = 0.5;

export const memoryLimit: Check = {
  id: "memory-limit",
  severity: "error",
  reason:
    "a tmpfs counts against the container's memory limit: heap, tmpfs and replay that don't fit into it together end in an OOM kill, at every restart again",
  evidence:
    "kernel cgroup v2; chart loki 18.11.0 sets GOMEMLIMIT to 85 % of the whole limit; Loki 3.7.8 replays up to replay_memory_ceiling, 4 GB by default",
  find({ model, loki: { values, valuesFile } }) {
    const { memoryLimit: limit } = model.loki.resources;
    const tmpfs = tmpfsOf(values, limit);
    const heap = tmpfs.isLargerThan(limit) ? ByteSize.bytes(0) : limit.minus(tmpfs);
    const go = goMemoryLimitOf(values, limit);
    const ceiling = sizeAt(effectiveConfiguration(values), "ingester.wal.replay_memory_ceiling") ?? DEFAULT_CEILING;
    const problems: Finding[] = [];
    if (go.isLargerThan(heap)) {
      problems.push({
        setting: `${valuesFile}: singleBinary.extraEnv, GOMEMLIMIT`,
        got: `${go.toMebibytesString()} beside a tmpfs of ${tmpfs.toMebibytesString()}`,
        expected: `at most ${heap.toMebibytesString()}, what the tmpfs leaves of loki.resources.memoryLimit (${limit.toMebibytesString()})`,
        remedy: "leave it to the plan, which derives it from loki.resources.memoryLimit and loki.wal.size",
      });
    }
    const most = heap.scaled(REPLAY_SHARE);
    if (ceiling?.isLargerThan(most)) {
      problems.push({
        setting: "Loki's configuration: ingester.wal.replay_memory_ceiling",
        got: ceiling.toMebibytesString(),
        expected: `at most ${most.toMebibytesString()}, half of what the tmpfs leaves of loki.resources.memoryLimit (${limit.toMebibytesString()})`,
        remedy: "leave it to the plan, which derives it from loki.resources.memoryLimit and loki.wal.size",
      });
    }
    return problems;
  },
};
