import { capacityOf, demandOf } from "../../../src/capacity/capacity";
import {
  BASE_HEAP,
  REPLAY_PER_SEGMENT_MEBIBYTE,
  REPLAY_PER_STREAM,
  SEGMENT_PER_BYTE,
} from "../../../src/capacity/constants";
import { type Demand, longLivedStreams, unflushedText } from "../../../src/capacity/demand";
import { type HeapContents, heapOf } from "../../../src/capacity/memory";
import { chunksPerDay, volumeUse, writtenPerDay } from "../../../src/capacity/volume";
import { ByteSize, Duration } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { compression, type Load } from "./load";

/** The facts about a run that the prediction needs. */
export interface Facts {
  /** The amount of text written. */
  readonly text: ByteSize;
  /** The number of patterns that Loki detects, which can't be predicted from a text. */
  readonly patterns: number;
}

const NOTHING = ByteSize.bytes(0);

const EMPTY = { streams: 0, head: NOTHING, compressed: NOTHING, patternStreams: 0, patterns: 0, patternHours: 0 };

/** Predicts a run with the capacity model from a user's inputs: pods, text and compression ratio. */
export function predict(load: Load, { text, patterns }: Facts): Quantities {
  const demand = demandOfRun(load, text);
  const { streams, process, checkpoint, replay, flush } = capacityOf(demand);
  // All lines are from the same hour.
  const found = { patternStreams: load.patterns ? streams : 0, patterns, patternHours: patterns };
  return {
    "MiB of live heap without a load": mebibytes(BASE_HEAP),
    "MiB of live heap for streams and text": mebibytes(heapBeyondBase({ streams, ...unflushedText(demand) })),
    "MiB of live heap for patterns": mebibytes(heapBeyondBase(found)),
    "MiB of peak process memory": mebibytes(process),
    "MiB of segments": SEGMENT_PER_BYTE * mebibytes(text),
    "MiB of a checkpoint": mebibytes(checkpoint),
    "chunk files": chunksPerDay(demand),
    "MiB of files on the volume": mebibytes(writtenPerDay(demand)),
    "MiB allocated on the volume": mebibytes(volumeOfDay(demand)),
    "seconds to replay segments": (REPLAY_PER_STREAM * streams + REPLAY_PER_SEGMENT_MEBIBYTE * mebibytes(text)) / 1_000,
    "seconds to replay a checkpoint": replay.toSeconds(),
    "seconds to flush": flush.toSeconds(),
  };
}

function heapBeyondBase(contents: Partial<HeapContents>): ByteSize {
  return heapOf({ ...EMPTY, ...contents }).minus(BASE_HEAP);
}

function mebibytes(size: ByteSize): number {
  return size.dividedBy(ByteSize.mebibytes(1));
}

/** Returns a demand whose pods have the streams of the run, and write its text within a day, the maximum chunk age. */
function demandOfRun(load: Load, bytesPerDay: ByteSize): Demand {
  const pods = load.streams / longLivedStreams({ pods: 1 }, 0);
  return {
    ...demandOf(exampleModel({ loki: { patterns: load.patterns } })),
    nodes: 0,
    load: { pods, podStartsPerDay: 0, bytesPerDay, bytesPerLine: ByteSize.bytes(200), compression: compression() },
  };
}

/** Returns the space for another day of retention. */
function volumeOfDay(demand: Demand): ByteSize {
  const longer = { ...demand, retention: demand.retention.plus(Duration.days(1)) };
  return volumeUse(longer).minus(volumeUse(demand));
}

export const QUANTITIES = [
  "MiB of live heap without a load",
  "MiB of live heap for streams and text",
  "MiB of live heap for patterns",
  "MiB of peak process memory",
  "MiB of segments",
  "MiB of a checkpoint",
  "chunk files",
  "MiB of files on the volume",
  "MiB allocated on the volume",
  "seconds to replay segments",
  "seconds to replay a checkpoint",
  "seconds to flush",
] as const;

export type Quantity = (typeof QUANTITIES)[number];

export type Quantities = Readonly<Record<Quantity, number>>;

/** The predicted and measured quantities of a run. */
export interface Comparison {
  readonly predicted: Quantities;
  readonly measured: Quantities;
}

/** Returns the relative error of a prediction. It is negative if the prediction is too small. */
export function relativeError({ predicted, measured }: Comparison, name: Quantity): number {
  return predicted[name] / measured[name] - 1;
}

/** Formats a comparison as a table. */
export function table(title: string, comparison: Comparison): string {
  const { predicted, measured } = comparison;
  const cells = QUANTITIES.filter((name) => predicted[name] > 0).map((name) => [
    ...[name, predicted[name].toFixed(1), measured[name].toFixed(1)],
    `${(100 * relativeError(comparison, name)).toFixed(0)} %`,
  ]);
  return [[title, "predicted", "measured", "error"], ...cells].map(row).join("\n");
}

function row([name = "", ...cells]: readonly string[]): string {
  return [name.padEnd(44), ...cells.map((cell) => cell.padStart(10))].join("");
}
