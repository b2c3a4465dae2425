import type { Metrics } from "../../diagnostics/metrics";
import type { Agent } from "../agents/agent";

/** The agent of a node at two times: what it has counted since it started says nothing of now. */
export interface WatchedAgent extends Pick<Agent, "node" | "pod"> {
  /** Null where it couldn't be asked, or another pod was there. */
  readonly before: Metrics | null;
  /** Null where it can't be asked. */
  readonly now: Metrics | null;
}

/** Asks for agents before and after some time has passed. */
export async function watchedAgents(
  ask: () => Promise<readonly Agent[]>,
  pass: () => Promise<unknown>,
): Promise<readonly WatchedAgent[]> {
  const before = await ask();
  await pass();
  return (await ask()).map(({ node, pod, metrics }) => {
    const earlier = before.find((agent) => agent.node === node && agent.pod === pod);
    return { node, pod, before: earlier?.metrics ?? null, now: metrics };
  });
}
