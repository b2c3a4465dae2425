import type { Drill } from "../drill";

/**
 * Waits until the drill's lines are written: of a cluster that is silent none is refused. Whether the pods could write
 * theirs, the marker's link tells.
 */
export async function linesWritten(drill: Pick<Drill, "probes"> | null, signal: AbortSignal): Promise<void> {
  await drill?.probes(signal).catch(() => signal.throwIfAborted());
}
