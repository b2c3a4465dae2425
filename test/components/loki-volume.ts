import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DIRECTORIES, SINGLE_TENANT } from "../../src/loki/layout";
import { ByteSize } from "../../src/units";
import type { RunningLoki } from "./loki";
import type { PushedStream, Span } from "./loki-api";

export interface FolderSize {
  readonly files: number;
  /** The sum of the file sizes. */
  readonly bytes: number;
  /** The space that the file system allocates for the files and folders. */
  readonly allocated: number;
}

/** The unit of `stat.blocks`, in bytes. */
const BLOCK = 512;

/** Measures a folder. No file in it may be removed at the same time. */
export function folderSize(folder: string): FolderSize {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => lstatSync(join(folder, path)));
  const files = found.filter((one) => one.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    allocated: found.reduce((sum, { blocks }) => sum + blocks * BLOCK, 0),
  };
}

/** Returns the size of the newest complete checkpoint of a write-ahead log. Incomplete ones have other names. */
export function checkpointSize(log: string): ByteSize {
  const newest = readdirSync(log)
    .filter((name) => /^checkpoint\.\d+$/.test(name))
    .sort()
    .at(-1);
  return ByteSize.bytes(newest === undefined ? 0 : folderSize(join(log, newest)).bytes);
}

/** A chunk on the persistent volume, with the times of its first and last lines. */
interface StoredChunk extends Span {
  readonly bytes: number;
}

/** Returns the chunks on the persistent volume, oldest first. */
export function storedChunks(loki: RunningLoki): readonly StoredChunk[] {
  const folder = loki.at(`${DIRECTORIES.chunks}/${SINGLE_TENANT}`);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { encoding: "utf8", recursive: true })
    .map((path) => ({ name: basename(path), stats: statSync(join(folder, path)) }))
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ ...timesOf(name), bytes: stats.size }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** Decodes the file name of a chunk: its times and a checksum, in base64. */
function timesOf(name: string): Span {
  const [from, to] = Buffer.from(name, "base64")
    .toString()
    .split(":")
    .map((part) => Number.parseInt(part, 16));
  if (from === undefined || to === undefined) throw new Error(`${name} is not the name of a chunk`);
  return { from, to };
}

/** Returns the times of the first and last lines of a stream. */
export function spanOf({ entries }: PushedStream): Span {
  const times = entries.map(([time]) => Number(BigInt(time) / 1_000_000n));
  return { from: Math.min(...times), to: Math.max(...times) };
}

/** Returns the times of the chunks on the persistent volume, oldest first. */
export function storedSpans(loki: RunningLoki): readonly Span[] {
  return storedChunks(loki).map(({ from, to }) => ({ from, to }));
}

/** Returns the days, in days since 1970, with an index on the persistent volume. */
export function indexedDays(loki: RunningLoki): readonly number[] {
  return readdirSync(loki.at(`${DIRECTORIES.chunks}/index`))
    .flatMap((table) => /^loki_index_(\d+)$/.exec(table)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
}
