import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DIRECTORIES, SINGLE_TENANT } from "../../src/loki/layout";
import { ByteSize } from "../../src/units";
import type { RunningLoki } from "./loki";
import type { PushedStream, Span } from "./loki-api";

export interface FolderSize {
  readonly files: number;
  /** What the files hold. */
  readonly bytes: number;
  /** What the file system uses for them and their folders. */
  readonly allocated: number;
}

/** Bytes of a block in which a file's space is told. */
const BLOCK = 512;

/** What lies in a folder that nobody changes. */
export function folderSize(folder: string): FolderSize {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => lstatSync(join(folder, path)));
  const files = found.filter((one) => one.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    allocated: found.reduce((sum, { blocks }) => sum + blocks * BLOCK, 0),
  };
}

/** The newest checkpoint of a write-ahead log that is whole: one that is being written has another name. */
export function checkpointSize(log: string): ByteSize {
  const newest = readdirSync(log)
    .filter((name) => /^checkpoint\.\d+$/.test(name))
    .sort()
    .at(-1);
  return ByteSize.bytes(newest === undefined ? 0 : folderSize(join(log, newest)).bytes);
}

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
