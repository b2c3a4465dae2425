import { REPLAY_SHARE } from "../../loki/model";
import { ByteSize } from "../../units";
import type { Check, Finding } from "../check";
import { effectiveConfiguration } from "../loki/effective-configuration";
import { goMemoryLimitOf, tmpfsOf } from "../loki/pod";
import { sizeAt } from "../values";

/** Loki's default. */
const DEFAULT_CEILING = ByteSize.parse("4GB");

export const memoryLimit: Check = {
  id: "memory-limit",
  title: "Heap, tmpfs and replay fit into the memory limit",
  severity: "error",
  why: "a tmpfs counts against the container's memory limit: if heap, tmpfs and replay together exceed it, Loki is OOM-killed at every restart",
  remedy: "remove the value: the stack derives it from loki.resources.memoryLimit and loki.wal.size",
  evidence:
    "Linux's cgroup v2; chart loki 18.11.0 sets GOMEMLIMIT to 85 % of the whole limit; Loki 3.7.8 replays up to replay_memory_ceiling, 4 GB by default",
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
        got: `${go.toMebibytesString()} with a tmpfs of ${tmpfs.toMebibytesString()}`,
        expected: `at most ${heap.toMebibytesString()}: loki.resources.memoryLimit (${limit.toMebibytesString()}) minus the tmpfs`,
        remedy: "remove it: the stack derives it from loki.resources.memoryLimit and loki.wal.size",
      });
    }
    const maximum = heap.scaled(REPLAY_SHARE);
    if (ceiling?.isLargerThan(maximum)) {
      problems.push({
        setting: "Loki's configuration: ingester.wal.replay_memory_ceiling",
        got: ceiling.toMebibytesString(),
        expected: `at most ${maximum.toMebibytesString()}: half of loki.resources.memoryLimit (${limit.toMebibytesString()}) minus the tmpfs`,
        remedy: "remove it: the stack derives it from loki.resources.memoryLimit and loki.wal.size",
      });
    }
    return problems;
  },
};
