import { parseArgs } from "node:util";
import { ByteSize } from "../../src/units";
import type { Repeats } from "./day-in-memory";
import { TUNING_NAMES, type TuningName } from "./tunings";

/** The logs of a cluster. */
export interface Load {
  readonly name: string;
  /** Streams that last all day, of unequal size. */
  readonly streams: number;
  /** Streams of short-lived pods with a few lines. */
  readonly endingStreamsPerDay: number;
  /** The text of all of them. */
  readonly bytesPerDay: ByteSize;
  /** Seconds of log time per second of real time: as many as two cores can handle. */
  readonly speed: number;
  /** The tunings to compare. */
  readonly tunings: readonly TuningName[];
}

/** The tunings for loads that vary one property. The others are only measured for the small and the usual load. */
const ENDS: readonly TuningName[] = ["chart", "stack"];

const SMALL: Load = {
  name: "small",
  streams: 100,
  endingStreamsPerDay: 500,
  bytesPerDay: ByteSize.mebibytes(114),
  speed: 576,
  tunings: TUNING_NAMES,
};

/** The streams and the text that the stack assumes by default. */
const USUAL: Load = {
  name: "usual",
  streams: 450,
  endingStreamsPerDay: 10_000,
  bytesPerDay: ByteSize.gibibytes(1),
  speed: 192,
  tunings: TUNING_NAMES,
};

const VARIED: Load = { ...USUAL, tunings: ENDS, speed: 288 };

/** Variations of the usual load in one property each: text, lasting streams, ending streams. */
const LOADS: readonly Load[] = [
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
  /** The number of days to count. */
  readonly days: number;
  /** One load at other speeds, which should all have the same result. */
  readonly speeds: readonly Load[];
  /** The loads for the measurements with a day in memory. */
  readonly day: { readonly queries: Load; readonly restart: Load };
  readonly repeats: Repeats;
  readonly json: boolean;
  readonly writeDocs: boolean;
}

const OTHER_SPEEDS = [0.5];

/** Reads the command line. @throws Error if it is invalid */
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
  const names = chosen(
    "--loads",
    values.loads,
    LOADS.map(({ name }) => name),
  );
  const tunings = chosen("--tunings", values.tunings, TUNING_NAMES);
  const adjusted = (load: Load) => ({
    ...load,
    ...(speed !== undefined && { speed: wholeNumber("--speed", speed) }),
    ...(tunings !== null && { tunings }),
  });
  const isDefault = names === null && speed === undefined;
  return {
    ...preset,
    speeds: isDefault ? preset.speeds : [],
    loads: (names === null ? preset.loads : LOADS.filter(({ name }) => names.includes(name))).map(adjusted),
    days: wholeNumber("--days", values.days),
    json: values.json,
    writeDocs: values["write-docs"],
  };
}

type Preset = Pick<Options, "loads" | "speeds" | "day" | "repeats">;

const FULL: Preset = {
  loads: LOADS,
  speeds: OTHER_SPEEDS.map((factor) => ({ ...SMALL, speed: SMALL.speed * factor })),
  day: { queries: { ...SMALL, speed: 1_152 }, restart: { ...USUAL, speed: 432 } },
  repeats: { warm: 15, cold: 5 },
};

/** Takes less than three minutes. */
const QUICK: Preset = {
  loads: [{ ...SMALL, speed: 1_920, tunings: ["chart", "stack"] }],
  speeds: [],
  day: { queries: { ...SMALL, speed: 4_800 }, restart: { ...SMALL, speed: 4_800 } },
  repeats: { warm: 5, cold: 1 },
};

function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] | null {
  if (text === undefined) return null;
  const names = text.split(",");
  const unknown = names.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new Error(`${option}: got "${unknown}", expected some of ${known.join(", ")}`);
  return known.filter((name) => names.includes(name));
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`${option}: got "${text}", expected a whole number from 1`);
  return number;
}
