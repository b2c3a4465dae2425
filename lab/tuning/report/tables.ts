import { exampleModel } from "../../../test/helpers/example";
import type { Queried } from "../day-in-memory";
import type { Outcome, Race } from "../race";
import { tunings } from "../tunings";
import { grouped, megabytes, outcomeOf, partsOf, ratio, times } from "./figures";

/** What differs between the tunings. */
export function settingRows(): readonly Row[] {
  const head = ["tuning", "chunk age", "idle", "synchronized", "log on", "checkpoint", "compaction", "patterns"];
  const rows = tunings(exampleModel()).map((tuning) => [
    ...[tuning.name, `${tuning.maxChunkAge}`, `${tuning.chunkIdlePeriod}`],
    ...[tuning.syncPeriod.toHours() === 0 ? "never" : `${tuning.syncPeriod}`, tuning.log],
    ...[`${tuning.checkpointPeriod}`, `${tuning.compactionInterval}`, tuning.patterns ? "on" : "off"],
  ]);
  return [head, ...rows];
}

/** What each tuning writes in a day of each load. */
export function writtenRows(races: readonly Race[]): readonly Row[] {
  const head = [
    "load",
    "tuning",
    "MB a day",
    "× plan",
    "with flush",
    "writes",
    "flushes",
    "files",
    "CPU s",
    "memory MB",
  ];
  return [head, ...races.flatMap((race) => race.outcomes.map((outcome) => writtenRow(race, outcome)))];
}

function writtenRow(race: Race, outcome: Outcome): Row {
  const { tuning, day, bytesWithFlush, files, peakMemory } = outcome;
  return [
    ...[race.load.name, tuning, megabytes(day.deviceBytes), times(ratio(race, tuning, "plan"))],
    ...[megabytes(bytesWithFlush), grouped(day.deviceWrites), grouped(day.deviceFlushes)],
    ...[grouped(files.chunks.files), grouped(day.cpuSeconds), megabytes(peakMemory.withLog)],
  ];
}

/** Where the bytes come from. */
export function partRows(races: readonly Race[]): readonly Row[] {
  const head = ["load", "tuning", "checkpoints", "segments", "chunks", "index and file system", "checkpoints a day"];
  const rows = races.flatMap(({ load, outcomes }) =>
    outcomes.map((outcome) => {
      const { checkpoints, segments, chunks, rest } = partsOf(outcome);
      const parts = [checkpoints, segments, chunks, rest].map(megabytes);
      return [load.name, outcome.tuning, ...parts, grouped(outcome.day.checkpoints)];
    }),
  );
  return [head, ...rows];
}

/** Why chunks are written, and how large they are. */
export function chunkRows(races: readonly Race[]): readonly Row[] {
  const head = ["load", "tuning", "chunks a day", "full", "of age", "idle", "synchronized", "KB each", "text ÷ chunks"];
  const rows = races.flatMap(({ load, textBytes, outcomes }) =>
    outcomes.map(({ tuning, day }) => [
      ...[load.name, tuning, ...[day.chunks, day.full, day.aged, day.idle, day.synced].map(grouped)],
      ...[(day.chunkBytes / day.chunks / 1e3).toFixed(1), (textBytes / day.chunkBytes).toFixed(1)],
    ]),
  );
  return [head, ...rows];
}

export function loadRows(races: readonly Race[]): readonly Row[] {
  const head = ["load", "lasting streams", "ending streams a day", "MB of text a day", "speed", "speed reached"];
  const rows = races.map(({ load, textBytes, speed }) => [
    ...[load.name, grouped(load.streams), grouped(load.endingStreamsPerDay), megabytes(textBytes)],
    ...[`${load.speed}`, speed.toFixed(0)],
  ]);
  return [head, ...rows];
}

/** The same load at several speeds. */
export function speedRows(races: readonly Race[]): readonly Row[] {
  const sorted = [...races].sort((one, other) => one.load.speed - other.load.speed);
  const [first] = sorted;
  if (first === undefined) return [];
  const names = first.outcomes.map(({ tuning }) => tuning);
  const head = ["speed", ...names.map((name) => `${name}, MB a day`), "chart ÷ plan"];
  const rows = sorted.map((race) => [
    `${race.load.speed}`,
    ...names.map((name) => megabytes(outcomeOf(race, name)?.day.deviceBytes ?? Number.NaN)),
    times(ratio(race, "chart", "plan")),
  ]);
  return [head, ...rows];
}

export function queryRows({ answers }: Queried): readonly Row[] {
  const head = ["query", "in memory, ms", "worst", "on disk, cold, ms", "worst", "on disk, warm, ms", "worst"];
  const rows = answers.map(({ name, inMemory, cold, warm }) => [
    name,
    ...[inMemory, cold, warm].flatMap(({ median, worst }) => [median.toFixed(0), worst.toFixed(0)]),
  ]);
  return [head, ...rows];
}

export type Row = readonly string[];

/** Lines with columns as wide as their widest cell, the first aligned left and numbers right. */
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
