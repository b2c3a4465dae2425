import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DIRECTORIES } from "../../../src/loki/directories";
import { SINGLE_TENANT } from "../../../src/loki/names";
import type { PushedStream, Span } from "../loki-api";
import type { RunningLoki } from "../running-loki";

/** A chunk on the persistent volume, by the times of its first line and its last. */
export interface StoredChunk extends Span {
  readonly bytes: number;
}

/** The chunks on the persistent volume, the oldest first. */
export function storedChunks(loki: RunningLoki): readonly StoredChunk[] {
  const folder = loki.at(`${DIRECTORIES.chunks}/${SINGLE_TENANT}`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { encoding: "utf8", recursive: true })
    .map((path) => ({ name: basename(path), stats: statSync(join(folder, path)) }))
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ ...timesOf(name), bytes: stats.size }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** A chunk's file is named by its times and a checksum, in base64. */
function timesOf(name: string): Span {
  const [from, to] = Buffer.from(name, "base64")
    .toString()
    .split(":")
    .map((part) => Number.parseInt(part, 16));
  if (from === undefined || to === undefined) throw new Error(`${name} isn't the name of a chunk`);
  return { from, to };
}

/** The times between which the lines of a stream lie. */
export function spanOf({ entries }: PushedStream): Span {
  const times = entries.map(([time]) => Number(BigInt(time) / 1_000_000n));
  return { from: Math.min(...times), to: Math.max(...times) };
}

/** The spans of the chunks on the persistent volume. */
export function storedSpans(loki: RunningLoki): readonly Span[] {
  return storedChunks(loki).map(({ from, to }) => ({ from, to }));
}

/** The days since 1970 that have an index on the persistent volume. */
export function indexedDays(loki: RunningLoki): readonly number[] {
  return readdirSync(loki.at(`${DIRECTORIES.chunks}/index`))
    .flatMap((table) => /^loki_index_(\d+)$/.exec(table)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}
