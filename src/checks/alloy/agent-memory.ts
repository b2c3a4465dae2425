import { snippet } from "../../settings/snippet";
import { ByteSize } from "../../units";
import type { Check } from "../check";

/** What an agent holds with nothing to read, and for each pod of its node. */
const BASE = ByteSize.mebibytes(100);
const PER_POD = ByteSize.kibibytes(512);

/** Go collects garbage at 90 % of the limit, and needs room below it. */
const SHARE = 0.7;

export const agentMemory: Check = {
  id: "agent-memory",
  severity: "error",
  reason:
    "an agent that is close to its memory limit reads its own pages from the disk again and again, or is OOM-killed",
  evidence:
    "at 128Mi agents were OOM-killed, at 256Mi they read 185 MB/s; a trimmed agent of a dozen pods held 69 MiB; what a pod costs is assumed",
  find({ model: { alloy, cluster, load } }) {
    const needed = BASE.plus(PER_POD.scaled(Math.ceil(load.pods / cluster.nodes))).scaled(1 / SHARE);
    const { memoryLimit } = alloy.agent.resources;
    if (!needed.isLargerThan(memoryLimit)) return [];
    const setting = "alloy.resources.memoryLimit";
    return [
      {
        setting,
        got: `${memoryLimit}`,
        expected: `at least ${needed.inMebibytes()}, for ${Math.ceil(load.pods / cluster.nodes)} pods a node`,
        remedy: `write ${snippet({ [setting]: needed.inMebibytes().snippet() })}`,
      },
    ];
  },
};
