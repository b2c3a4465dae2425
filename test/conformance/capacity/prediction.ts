import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import {
  BASE_HEAP,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
  SEGMENT_PER_BYTE,
} from "../../../src/capacity/constants";
import { type Demand, lastingStreams, unflushedText } from "../../../src/capacity/demand";
import { type HeapContents, heapOf } from "../../../src/capacity/memory";
import { chunksPerDay, volumeUse, writtenPerDay } from "../../../src/capacity/volume";
import { ByteSize, Duration } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { compression, type Load } from "./load";

/** What is known of a run to whoever predicts. */
export interface Facts {
  /** The text that was written. */
  readonly text: ByteSize;
  /** How many patterns Loki finds in it, which nobody can say of a text. */
  readonly patterns: number;
}

const NOTHING = ByteSize.bytes(0);

const EMPTY = { streams: 0, head: NOTHING, compressed: NOTHING, patternStreams: 0, patterns: 0, patternHours: 0 };

/** What the model says of a run, when it is asked as a person asks it: in pods, in text, and in how it is compressed. */
export function predict(load: Load, { text, patterns }: Facts): Figures {
  const demand = demandOfRun(load, text);
  const { streams, process, checkpoint, replay, flush } = capacityOf(demand);
  // All lines are of one hour.
  const found = { patternStreams: load.patterns ? streams : 0, patterns, patternHours: patterns };
  return {
    "MiB of live heap without a load": mebibytes(BASE_HEAP),
    "MiB of live heap for streams and text": mebibytes(heapBeyondBase({ streams, ...unflushedText(demand) })),
    "MiB of live heap for patterns": mebibytes(heapBeyondBase(found)),
    "MiB of the process at its peak": mebibytes(process),
    "MiB of segments": SEGMENT_PER_BYTE * mebibytes(text),
    "MiB of a checkpoint": mebibytes(checkpoint),
    "files of chunks": chunksPerDay(demand),
    "MiB of files on the volume": mebibytes(writtenPerDay(demand)),
    "MiB that the files take": mebibytes(volumeOfDay(demand)),
    "seconds to read segments": (REPLAY_PER_STREAM * streams + REPLAY_PER_SEGMENT_MEBIBYTE * mebibytes(text)) / 1_000,
    "seconds to read a checkpoint": replay.toSeconds(),
    "seconds to flush": flush.toSeconds(),
  };
}

function heapBeyondBase(contents: Partial<HeapContents>): ByteSize {
  return heapOf({ ...EMPTY, ...contents }).minus(BASE_HEAP);
}

function mebibytes(size: ByteSize): number {
  return size.dividedBy(ByteSize.mebibytes(1));
}

/** So many pods that they have the run's streams, and write its text in a day, which is how old a chunk gets. */
function demandOfRun(load: Load, bytesPerDay: ByteSize): Demand {
  const pods = load.streams / lastingStreams({ pods: 1 }, 0);
  return {
    ...demandOf(exampleModel({ loki: { patterns: load.patterns } })),
    nodes: 0,
    load: { pods, podStartsPerDay: 0, bytesPerDay, compression: compression() },
  };
}

/** What another day of retention takes. */
function volumeOfDay(demand: Demand): ByteSize {
  const longer = { ...demand, retention: demand.retention.plus(Duration.days(1)) };
  return volumeUse(longer).minus(volumeUse(demand));
}

export const FIGURES = [
  "MiB of live heap without a load",
  "MiB of live heap for streams and text",
  "MiB of live heap for patterns",
  "MiB of the process at its peak",
  "MiB of segments",
  "MiB of a checkpoint",
  "files of chunks",
  "MiB of files on the volume",
  "MiB that the files take",
  "seconds to read segments",
  "seconds to read a checkpoint",
  "seconds to flush",
] as const;

export type FigureName = (typeof FIGURES)[number];

export type Figures = Readonly<Record<FigureName, number>>;

/** What the model says of a run, and what came of it. */
export interface Comparison {
  readonly predicted: Figures;
  readonly measured: Figures;
}

/** How far the prediction is from what was measured, as a share of that: below zero where it is too small. */
export function miss({ predicted, measured }: Comparison, name: FigureName): number {
  return predicted[name] / measured[name] - 1;
}

/** What there is of the figures, for a person. */
export function table(title: string, comparison: Comparison): string {
  const { predicted, measured } = comparison;
  const cells = FIGURES.filter((name) => predicted[name] > 0).map((name) => [
    ...[name, predicted[name].toFixed(1), measured[name].toFixed(1)],
    `${(100 * miss(comparison, name)).toFixed(0)} %`,
  ]);
  return [[title, "predicted", "measured", "miss"], ...cells].map(row).join("\n");
}

function row([name = "", ...figures]: readonly string[]): string {
  return [name.padEnd(44), ...figures.map((figure) => figure.padStart(10))].join("");
}
