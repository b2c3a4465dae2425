import { ByteSize } from "../../src/units";
import { TUNING_NAMES, type TuningName } from "./tunings";

/** What a cluster logs. */
export interface Load {
  readonly name: string;
  /** Streams that are written to all day, of unequal size. */
  readonly streams: number;
  /** Streams of pods that start, write a few lines and end. */
  readonly endingStreamsPerDay: number;
  /** The text of all of them. */
  readonly bytesPerDay: ByteSize;
  /** How many seconds of log time pass in one of the clock: as many as two cores keep up with. */
  readonly speed: number;
  /** What is compared under it. */
  readonly tunings: readonly TuningName[];
}

/** For loads that vary one thing: what lies between is measured where it is cheap, and for the usual load. */
const ENDS: readonly TuningName[] = ["chart", "plan"];

export const SMALL: Load = {
  name: "small",
  streams: 100,
  endingStreamsPerDay: 500,
  bytesPerDay: ByteSize.mebibytes(114),
  speed: 576,
  tunings: TUNING_NAMES,
};

/** As many streams and as much text as the plan takes for granted where nothing is declared. */
export const USUAL: Load = {
  name: "usual",
  streams: 450,
  endingStreamsPerDay: 10_000,
  bytesPerDay: ByteSize.gibibytes(1),
  speed: 192,
  tunings: TUNING_NAMES,
};

const VARIED: Load = { ...USUAL, tunings: ENDS, speed: 288 };

/** Around the usual load one thing is varied at a time: text, streams, streams that end. */
export const LOADS: readonly Load[] = [
  SMALL,
  { ...VARIED, name: "quiet", bytesPerDay: ByteSize.mebibytes(128), speed: 384 },
  USUAL,
  { ...VARIED, name: "heavy", bytesPerDay: ByteSize.gibibytes(2), speed: 160 },
  { ...VARIED, name: "wide", streams: 2_000 },
  { ...VARIED, name: "widest", streams: 5_000 },
  { ...VARIED, name: "churning", bytesPerDay: ByteSize.mebibytes(512), endingStreamsPerDay: 50_000 },
  { ...VARIED, name: "dense", bytesPerDay: ByteSize.mebibytes(512), streams: 2, endingStreamsPerDay: 0, speed: 576 },
];
