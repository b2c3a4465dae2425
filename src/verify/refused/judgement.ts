import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { likelyFirst } from "../kubernetes/causes";
import { AGENTS_DROP, AGENTS_RETRY, BY_REASON, OTHER_REASON } from "./causes";

/** Lines by the reason for which they aren't kept. */
export type ByReason = ReadonlyMap<string, number>;

export interface RefusedSeen {
  /** What Loki has refused during this run. */
  readonly refused: ByReason;
  /** What it had refused before, since it started. */
  readonly earlier: ByReason;
  /** When it started; null where that isn't known. */
  readonly since: Date | null;
  readonly agents: readonly AgentLosses[];
  /** How many agents there are, of which only some are asked. */
  readonly agentCount: number;
}

/** What an agent couldn't send during this run. */
export interface AgentLosses {
  readonly pod: string;
  readonly dropped: ByReason;
  readonly retries: number;
  /** What it had dropped before. */
  readonly earlier: ByReason;
}

export function judgeRefused(seen: RefusedSeen): Outcome {
  const { refused, agents } = seen;
  const dropping = agents.filter(({ dropped }) => dropped.size > 0);
  const retrying = agents.filter(({ retries }) => retries > 0);
  const agent = (dropping[0] ?? retrying[0])?.pod;
  const fault = { expected: "no line refused or thrown away", names: agent ? { agent } : {} };
  if (refused.size > 0 || dropping.length > 0) {
    const found = [...told("Loki refused", refused), ...dropping.slice(0, 3).flatMap(lost)].join("; ");
    const causes = likelyFirst([...refused.keys()].map(causeOf), dropping.length > 0 ? [AGENTS_DROP] : []);
    return broken({ ...fault, found, causes });
  }
  if (retrying.length > 0) {
    const found = `sent again by ${listed(retrying.map(({ pod }) => pod))}`;
    return doubtful({ ...fault, found, causes: [AGENTS_RETRY] });
  }
  return holds(areSilent(seen) ? "none by Loki" : "none", ...notes(seen));
}

function causeOf(reason: string): Cause {
  return (Object.hasOwn(BY_REASON, reason) ? BY_REASON[reason] : undefined) ?? OTHER_REASON;
}

function lost({ pod, dropped }: AgentLosses): readonly string[] {
  return told(`${pod} threw away`, dropped);
}

function told(who: string, lines: ByReason): readonly string[] {
  const reasons = [...lines].map(([reason, count]) => `${count} (${reason})`);
  return reasons.length === 0 ? [] : [`${who} ${reasons.join(", ")}`];
}

/** Loki has counted what it refuses, whether or not a way leads to the agents. */
function areSilent({ agents, agentCount }: RefusedSeen): boolean {
  return agents.length === 0 && agentCount > 0;
}

function notes(seen: RefusedSeen): readonly string[] {
  const { earlier, since, agents } = seen;
  const start = since === null ? "its start" : since.toISOString().slice(0, 16).replace("T", " ");
  const before = agents.filter((agent) => agent.earlier.size > 0);
  return [
    ...told(`earlier, since ${start}, Loki refused`, earlier),
    ...before.slice(0, 3).flatMap((agent) => told(`earlier ${agent.pod} threw away`, agent.earlier)),
    ...asked(seen),
  ];
}

function asked(seen: RefusedSeen): readonly string[] {
  const { agents, agentCount } = seen;
  if (areSilent(seen)) return ["the agents can't be asked: whether they throw lines away isn't known"];
  return agents.length < agentCount ? [`${agents.length} of ${agentCount} agents were asked`] : [];
}
