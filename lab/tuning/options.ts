import { parseArgs } from "node:util";
import { ByteSize } from "../../src/units";
import type { Repeats } from "./day-in-memory";
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

export interface Options {
  readonly loads: readonly Load[];
  /** How many days are counted. */
  readonly days: number;
  /** One load once more at other speeds: the answer should be the same. */
  readonly speeds: readonly Load[];
  /** The loads whose day in memory is asked about, and is there when Loki is killed. */
  readonly day: { readonly queried: Load; readonly killed: Load };
  readonly repeats: Repeats;
  readonly json: boolean;
  readonly writeDocs: boolean;
}

const OTHER_SPEEDS = [0.5];

/** Reads the command line. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      loads: { type: "string" },
      tunings: { type: "string" },
      days: { type: "string", default: "1" },
      speed: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
    },
  });
  const { speed, quick } = values;
  const preset = quick ? QUICK : FULL;
  const names = LOADS.map(({ name }) => name);
  const expected = chosen("--loads", values.loads, names);
  const tunings = chosen("--tunings", values.tunings, TUNING_NAMES);
  const adjusted = (load: Load) => ({
    ...load,
    ...(speed !== undefined && { speed: whole("--speed", speed) }),
    ...(tunings !== null && { tunings }),
  });
  const isWhole = expected === null && speed === undefined;
  return {
    ...preset,
    speeds: isWhole ? preset.speeds : [],
    loads: (expected === null ? preset.loads : LOADS.filter(({ name }) => expected.includes(name))).map(adjusted),
    days: whole("--days", values.days),
    json: values.json,
    writeDocs: values["write-docs"],
  };
}

type Preset = Pick<Options, "loads" | "speeds" | "day" | "repeats">;

const FULL: Preset = {
  loads: LOADS,
  speeds: OTHER_SPEEDS.map((factor) => ({ ...SMALL, speed: SMALL.speed * factor })),
  day: { queried: { ...SMALL, speed: 1_152 }, killed: { ...USUAL, speed: 432 } },
  repeats: { asked: 15, cold: 5 },
};

/** Less than three minutes. */
const QUICK: Preset = {
  loads: [{ ...SMALL, speed: 1_920, tunings: ["chart", "plan"] }],
  speeds: [],
  day: { queried: { ...SMALL, speed: 4_800 }, killed: { ...SMALL, speed: 4_800 } },
  repeats: { asked: 5, cold: 1 },
};

function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] | null {
  if (text === undefined) return null;
  const expected = text.split(",");
  const unknown = expected.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new Error(`${option}: ${known.join(", ")}, not "${unknown}"`);
  return known.filter((name) => expected.includes(name));
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`${option}: a whole number from 1 on, not "${text}"`);
  return number;
}
