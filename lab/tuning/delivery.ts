import { setTimeout as sleep } from "node:timers/promises";
import type { LokiApi, PushedStream } from "../../test/conformance/loki-api";

/** What an agent sends at once (Alloy's batch_size). */
const BATCH = 2 ** 20;

/** Answers after which an agent tries again. */
const isTemporary = (status: number | null) => status === null || status === 429 || status >= 500;

const PAUSE = 200;

/** Delivers lines as an agent does: in batches, again and again until they are taken. @returns the bytes of text */
export async function deliver(streams: Iterable<PushedStream>, lokis: readonly LokiApi[]): Promise<number> {
  let bytes = 0;
  for (const batch of batches(streams)) {
    await Promise.all(lokis.map((loki) => deliverBatch(batch.streams, loki)));
    bytes += batch.bytes;
  }
  return bytes;
}

interface Batch {
  readonly streams: readonly PushedStream[];
  readonly bytes: number;
}

export function* batches(streams: Iterable<PushedStream>): Generator<Batch> {
  let batch: PushedStream[] = [];
  let bytes = 0;
  for (const stream of streams) {
    batch.push(stream);
    bytes += textOf(stream);
    if (bytes < BATCH) continue;
    yield { streams: batch, bytes };
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield { streams: batch, bytes };
}

async function deliverBatch(streams: readonly PushedStream[], loki: LokiApi): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const { status, text } = await loki.post(streams);
    // Lines that were taken before an answer was lost may be refused as too old when they come again.
    if (status === 204 || (status === 400 && !isFirst)) return;
    if (!isTemporary(status)) throw new Error(`Loki refuses lines: ${status} ${text}`);
    await sleep(PAUSE);
  }
}

function textOf({ entries }: PushedStream): number {
  return entries.reduce((sum, [, line]) => sum + line.length, 0);
}
