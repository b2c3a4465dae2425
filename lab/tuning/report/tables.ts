import { exampleModel } from "../../../test/helpers/example";
import type { QueryTimes } from "../day-in-memory";
import type { LoadResult, Outcome } from "../load-result";
import { tunings } from "../tunings";
import { grouped, megabytes, outcomeOf, partsOf, ratio, times } from "./figures";

/** The settings of the tunings. */
export function settingRows(): readonly Row[] {
  const head = ["tuning", "chunk age", "idle", "sync period", "log on", "checkpoint", "compaction", "patterns"];
  const rows = tunings(exampleModel()).map((tuning) => [
    ...[tuning.name, `${tuning.maxChunkAge}`, `${tuning.chunkIdlePeriod}`],
    ...[tuning.syncPeriod.toHours() === 0 ? "never" : `${tuning.syncPeriod}`, tuning.log],
    ...[`${tuning.checkpointPeriod}`, `${tuning.compactionInterval}`, tuning.patterns ? "on" : "off"],
  ]);
  return [head, ...rows];
}

/** The writes of each tuning in a day of each load. */
export function writtenRows(results: readonly LoadResult[]): readonly Row[] {
  const head = [
    "load",
    "tuning",
    "MB a day",
    "× stack",
    "with flush",
    "writes",
    "flushes",
    "files",
    "CPU s",
    "memory MB",
  ];
  return [head, ...results.flatMap((result) => result.outcomes.map((outcome) => writtenRow(result, outcome)))];
}

function writtenRow(result: LoadResult, outcome: Outcome): Row {
  const { tuning, day, bytesWithFlush, files, peakMemory } = outcome;
  return [
    ...[result.load.name, tuning, megabytes(day.deviceBytes), times(ratio(result, tuning, "stack"))],
    ...[megabytes(bytesWithFlush), grouped(day.deviceWrites), grouped(day.deviceFlushes)],
    ...[grouped(files.chunks.files), grouped(day.cpuSeconds), megabytes(peakMemory.withLog)],
  ];
}

/** The parts of the bytes. */
export function partRows(results: readonly LoadResult[]): readonly Row[] {
  const head = ["load", "tuning", "checkpoints", "segments", "chunks", "index and file system", "checkpoints a day"];
  const rows = results.flatMap(({ load, outcomes }) =>
    outcomes.map((outcome) => {
      const { checkpoints, segments, chunks, rest } = partsOf(outcome);
      const parts = [checkpoints, segments, chunks, rest].map(megabytes);
      return [load.name, outcome.tuning, ...parts, grouped(outcome.day.checkpoints)];
    }),
  );
  return [head, ...rows];
}

/** The reasons for flushing chunks, and their sizes. */
export function chunkRows(results: readonly LoadResult[]): readonly Row[] {
  const head = ["load", "tuning", "chunks a day", "full", "max age", "idle", "sync", "KB each", "text ÷ chunks"];
  const rows = results.flatMap(({ load, textBytes, outcomes }) =>
    outcomes.map(({ tuning, day }) => [
      ...[load.name, tuning, ...[day.chunks, day.full, day.aged, day.idle, day.synced].map(grouped)],
      ...[(day.chunkBytes / day.chunks / 1e3).toFixed(1), (textBytes / day.chunkBytes).toFixed(1)],
    ]),
  );
  return [head, ...rows];
}

export function loadRows(results: readonly LoadResult[]): readonly Row[] {
  const head = ["load", "lasting streams", "ending streams a day", "MB of text a day", "speed", "speed reached"];
  const rows = results.map(({ load, textBytes, speed }) => [
    ...[load.name, grouped(load.streams), grouped(load.endingStreamsPerDay), megabytes(textBytes)],
    ...[`${load.speed}`, speed.toFixed(0)],
  ]);
  return [head, ...rows];
}

/** One load at several speeds. */
export function speedRows(results: readonly LoadResult[]): readonly Row[] {
  const sorted = [...results].sort((one, other) => one.load.speed - other.load.speed);
  const [first] = sorted;
  if (first === undefined) return [];
  const names = first.outcomes.map(({ tuning }) => tuning);
  const head = ["speed", ...names.map((name) => `${name}, MB a day`), "chart ÷ stack"];
  const rows = sorted.map((result) => [
    `${result.load.speed}`,
    ...names.map((name) => megabytes(outcomeOf(result, name)?.day.deviceBytes ?? Number.NaN)),
    times(ratio(result, "chart", "stack")),
  ]);
  return [head, ...rows];
}

export function queryRows({ answers }: QueryTimes): readonly Row[] {
  const head = ["query", "in memory, ms", "worst", "on disk, cold, ms", "worst", "on disk, warm, ms", "worst"];
  const rows = answers.map(({ name, inMemory, cold, warm }) => [
    name,
    ...[inMemory, cold, warm].flatMap(({ median, worst }) => [median.toFixed(0), worst.toFixed(0)]),
  ]);
  return [head, ...rows];
}

export type Row = readonly string[];

/** Formats rows as aligned columns: the first one left, the others right. */
export function textTable(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, column))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}

function padded(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

export function markdownTable([head = [], ...rows]: readonly Row[]): string {
  const ruler = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, ruler, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
