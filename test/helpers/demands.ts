import fc from "fast-check";
import type { Demand } from "../../src/capacity/demand";
import { ByteSize, Duration } from "../../src/units";

/** Demands from one almost silent pod to more than a single Loki supports. */
export const demands: fc.Arbitrary<Demand> = fc.record({
  nodes: fc.integer({ min: 1, max: 1_000 }),
  load: fc.record({
    pods: fc.integer({ min: 1, max: 100_000 }),
    podStartsPerDay: fc.nat(1_000_000),
    bytesPerDay: fc.integer({ min: 1, max: 2 ** 43 }).map((bytes) => ByteSize.bytes(bytes)),
    bytesPerLine: fc.integer({ min: 1, max: 4_096 }).map((bytes) => ByteSize.bytes(bytes)),
    compression: fc.integer({ min: 10, max: 1_000 }).map((tenths) => tenths / 10),
  }),
  maxChunkAge: fc.integer({ min: 1, max: 48 * 60 }).map((minutes) => Duration.minutes(minutes)),
  chunkIdlePeriod: fc.integer({ min: 1, max: 48 * 60 }).map((minutes) => Duration.minutes(minutes)),
  chunkRetainPeriod: fc.integer({ min: 0, max: 48 * 60 }).map((minutes) => Duration.minutes(minutes)),
  chunkTargetSize: fc.integer({ min: 1, max: 16_384 }).map((size) => ByteSize.kibibytes(size)),
  retention: fc.integer({ min: 24, max: 24 * 90 }).map((hours) => Duration.hours(hours)),
  patterns: fc.boolean(),
  goMemoryLimit: fc.integer({ min: 256, max: 65_536 }).map((size) => ByteSize.mebibytes(size)),
});

/** Increases one input of a demand. */
export type More = (demand: Demand) => Demand;

export function ofLoad(change: (load: Demand["load"]) => Partial<Demand["load"]>): More {
  return (demand) => ({ ...demand, load: { ...demand.load, ...change(demand.load) } });
}

export const MORE = {
  nodes: (demand) => ({ ...demand, nodes: demand.nodes + 1 }),
  pods: ofLoad(({ pods }) => ({ pods: 2 * pods })),
  "pod starts": ofLoad(({ podStartsPerDay }) => ({ podStartsPerDay: 2 * podStartsPerDay + 100 })),
  text: ofLoad(({ bytesPerDay }) => ({ bytesPerDay: bytesPerDay.scaled(2) })),
  compression: ofLoad(({ compression }) => ({ compression: 2 * compression })),
  "chunk age": (demand) => ({ ...demand, maxChunkAge: demand.maxChunkAge.times(2) }),
  "idle period": (demand) => ({ ...demand, chunkIdlePeriod: demand.chunkIdlePeriod.times(2) }),
  "retain period": (demand) => ({
    ...demand,
    chunkRetainPeriod: demand.chunkRetainPeriod.plus(Duration.hours(1)),
  }),
  "chunk size": (demand) => ({ ...demand, chunkTargetSize: demand.chunkTargetSize.scaled(2) }),
  retention: (demand) => ({ ...demand, retention: demand.retention.times(2) }),
  "memory for Go": (demand) => ({ ...demand, goMemoryLimit: demand.goMemoryLimit.scaled(2) }),
} as const satisfies Readonly<Record<string, More>>;
