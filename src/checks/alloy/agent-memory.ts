import { snippet } from "../../settings/snippet";
import { ByteSize } from "../../units";
import type { Check } from "../check";

/** The memory of an idle agent, and of each pod on its node. */
const BASE = ByteSize.mebibytes(100);
const PER_POD = ByteSize.kibibytes(512);

/** Go collects garbage at 90 % of the limit, so usage must stay well below it. */
const SHARE = 0.7;

export const agentMemory: Check = {
  id: "agent-memory",
  title: "Agents have enough memory for their pods",
  severity: "error",
  why: "an agent close to its memory limit repeatedly reads its own pages from disk, or is OOM-killed",
  remedy: "raise alloy.resources.memoryLimit",
  evidence:
    "agents with 128Mi were OOM-killed, and agents with 256Mi read 185 MB/s; an agent built without unused components used 69 MiB with a dozen pods; the memory per pod is assumed",
  find({ model: { alloy, cluster, load } }) {
    const needed = BASE.plus(PER_POD.scaled(Math.ceil(load.pods / cluster.nodes))).scaled(1 / SHARE);
    const { memoryLimit } = alloy.agent.resources;
    if (!needed.isLargerThan(memoryLimit)) return [];
    const setting = "alloy.resources.memoryLimit";
    return [
      {
        setting,
        got: `${memoryLimit}`,
        expected: `at least ${needed.inMebibytes()}, for ${Math.ceil(load.pods / cluster.nodes)} pods per node`,
        remedy: `set ${snippet({ [setting]: needed.inMebibytes().snippet() })}`,
      },
    ];
  },
};
