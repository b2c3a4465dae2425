import type { RunningLoki } from "./running-loki";

/** Loki looks every 30 s by default which chunks to flush, and which to take out of memory. */
export const SWEEP_OFTEN = ["-ingester.flush-check-period=1s"];

/** How many chunks Loki holds, those that are flushed and kept for queries included. */
export async function chunksInMemory({ api }: RunningLoki): Promise<number> {
  return (await api.metrics()).sum("loki_ingester_memory_chunks");
}
