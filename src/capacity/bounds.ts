import type { Model } from "../model";
import { capacityOf, demandOf } from "./capacity";
import { INGESTION_RATE, LIVE_SHARE } from "./constants";
import type { Demand } from "./demand";

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

export interface LargestLoad {
  /** How many times the declared load it is. */
  readonly factor: number;
  /** What would be used up first. */
  readonly bound: Bound;
}

const MOST = 1_024;
const PRECISION = 0.01;

/**
 * The largest load that the given resources carry: the declared one multiplied, pods, churn and bytes alike.
 * Every bound grows with the load, so halving the interval finds the factor.
 */
export function largestLoad(model: Model): LargestLoad {
  const demand = demandOf(model);
  let [carried, tooMuch] = [0, MOST];
  while (tooMuch - carried > PRECISION) {
    const middle = (carried + tooMuch) / 2;
    if (share(tightest(bounds(multiplied(demand, middle), model))) <= 1) carried = middle;
    else tooMuch = middle;
  }
  return { factor: carried, bound: tightest(bounds(multiplied(demand, tooMuch), model)) };
}

/** A load of so many times the pods, the pod starts and the bytes, on the same nodes. */
export function multiplied(demand: Demand, factor: number): Demand {
  const { pods, podStartsPerDay, bytesPerDay, compression } = demand.load;
  return {
    ...demand,
    load: {
      pods: Math.ceil(pods * factor),
      podStartsPerDay: Math.ceil(podStartsPerDay * factor),
      bytesPerDay: bytesPerDay.scaled(factor),
      compression,
    },
  };
}

export interface InputInfluence {
  /** The setting that declares the input. */
  readonly setting: string;
  /** How much more of the tightest bound is used if the input is half as much again, as a share of what is used now. */
  readonly influence: number;
}

const MORE = 1.5;

/** The inputs by how much the answer hangs on them, the first most. Worth measuring before memory is bought. */
export function inputsByInfluence(model: Model): readonly InputInfluence[] {
  const demand = demandOf(model);
  const now = tightest(bounds(demand, model));
  const shareWith = (other: Demand) => {
    const same = bounds(other, model).find(({ name }) => name === now.name) ?? now;
    return share(same) / share(now) - 1;
  };
  return Object.entries(INPUTS)
    .map(([setting, change]) => ({ setting, influence: shareWith(change(demand)) }))
    .sort((one, other) => Math.abs(other.influence) - Math.abs(one.influence));
}

const INPUTS: Readonly<Record<string, (demand: Demand) => Demand>> = {
  "cluster.nodes": (demand) => ({ ...demand, nodes: demand.nodes * MORE }),
  "load.pods": (demand) => withLoad(demand, { pods: demand.load.pods * MORE }),
  "load.podStartsPerDay": (demand) => withLoad(demand, { podStartsPerDay: demand.load.podStartsPerDay * MORE }),
  "load.bytesPerDay": (demand) => withLoad(demand, { bytesPerDay: demand.load.bytesPerDay.scaled(MORE) }),
  "load.compression": (demand) => withLoad(demand, { compression: demand.load.compression * MORE }),
};

function withLoad(demand: Demand, load: Partial<Demand["load"]>): Demand {
  return { ...demand, load: { ...demand.load, ...load } };
}
