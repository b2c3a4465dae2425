import type { Model } from "../model";
import { capacityOf } from "./capacity";
import { INGESTION_RATE, LIVE_SHARE } from "./constants";
import { type Demand, demandOf } from "./demand";

/** What a plan allows, beside what a load uses of it. */
export interface Bound {
  readonly name: BoundName;
  readonly used: number;
  readonly allowed: number;
}

export type BoundName =
  | "streams"
  | "heap"
  | "memory request"
  | "memory limit"
  | "write-ahead log"
  | "volume"
  | "ingestion rate";

/** The share of the stream limit that an expected load may use: what comes on top are the bad days. */
export const STREAMS_IN_RESERVE = 0.8;

/** How many times the day's average a busy second is. Assumed. */
const PEAK = 10;

export const SECONDS_OF_A_DAY = 86_400;

type Allowance = Pick<Model, "loki">;

export function boundsOf(model: Model): readonly Bound[] {
  return bounds(demandOf(model), model);
}

export function bounds(demand: Demand, { loki }: Allowance): readonly Bound[] {
  const { streams, live, memory, wal, disk } = capacityOf(demand);
  const { resources, limits, volume } = loki;
  return [
    { name: "streams", used: streams, allowed: limits.maxStreams * STREAMS_IN_RESERVE },
    { name: "heap", used: live.toBytes(), allowed: loki.goMemoryLimit.toBytes() * LIVE_SHARE },
    { name: "memory request", used: memory.toBytes(), allowed: resources.memoryRequest.toBytes() },
    { name: "memory limit", used: memory.toBytes(), allowed: resources.memoryLimit.toBytes() },
    { name: "write-ahead log", used: wal.toBytes(), allowed: loki.wal.size.toBytes() * loki.wal.fullThreshold },
    { name: "volume", used: disk.toBytes(), allowed: volume.size.toBytes() },
    {
      name: "ingestion rate",
      used: (demand.load.bytesPerDay.toBytes() / SECONDS_OF_A_DAY) * PEAK,
      allowed: INGESTION_RATE.toBytes(),
    },
  ];
}

/** The bound that a load comes closest to, or exceeds most. */
export function tightest(all: readonly Bound[]): Bound {
  return all.reduce((one, other) => (share(other) > share(one) ? other : one));
}

export function share({ used, allowed }: Bound): number {
  return used / allowed;
}
