import type { Model } from "../model";
import { admissionFor, peakRate } from "./admission";
import { capacityOf, demandOf } from "./capacity";
import { MAX_LIVE_SHARE } from "./constants";
import type { Demand } from "./demand";

/** A resource limit of the installation, and a load's usage of it. */
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

/** The fraction of the stream limit that the declared load may use. The rest absorbs peaks. */
export const USABLE_STREAM_SHARE = 0.8;

type Allowance = Pick<Model, "loki">;

export function boundsOf(model: Model): readonly Bound[] {
  return bounds(demandOf(model), model);
}

export function bounds(demand: Demand, { loki }: Allowance): readonly Bound[] {
  const { streams, live, memory, wal, disk } = capacityOf(demand);
  const { resources, limits, volume } = loki;
  return [
    { name: "streams", used: streams, allowed: limits.maxStreams * USABLE_STREAM_SHARE },
    { name: "heap", used: live.toBytes(), allowed: loki.goMemoryLimit.toBytes() * MAX_LIVE_SHARE },
    { name: "memory request", used: memory.toBytes(), allowed: resources.memoryRequest.toBytes() },
    { name: "memory limit", used: memory.toBytes(), allowed: resources.memoryLimit.toBytes() },
    { name: "write-ahead log", used: wal.toBytes(), allowed: loki.wal.size.toBytes() * loki.wal.fullThreshold },
    { name: "volume", used: disk.toBytes(), allowed: volume.size.toBytes() },
    {
      name: "ingestion rate",
      used: peakRate(demand).toBytes(),
      allowed: admissionFor(loki.wal.size, demand).rate.toBytes(),
    },
  ];
}

/** Returns the bound with the highest relative usage. */
export function tightest(all: readonly Bound[]): Bound {
  return all.reduce((one, other) => (share(other) > share(one) ? other : one));
}

export function share({ used, allowed }: Bound): number {
  return used / allowed;
}

export interface LargestLoad {
  /** The multiple of the declared load. */
  readonly factor: number;
  /** The bound that a larger load would exceed first. */
  readonly bound: Bound;
}

const MAX_FACTOR = 1_024;
const PRECISION = 0.01;

/**
 * Returns the largest load that the installation supports: a multiple of the declared pods, pod starts and bytes.
 * The usage of every bound grows with the load, so bisection finds the factor.
 */
export function largestLoad(model: Model): LargestLoad {
  const demand = demandOf(model);
  let [carried, tooMuch] = [0, MAX_FACTOR];
  while (tooMuch - carried > PRECISION) {
    const middle = (carried + tooMuch) / 2;
    if (share(tightest(bounds(scaledLoad(demand, middle), model))) <= 1) carried = middle;
    else tooMuch = middle;
  }
  return { factor: carried, bound: tightest(bounds(scaledLoad(demand, tooMuch), model)) };
}

/** Multiplies the pods, pod starts and bytes, but not the nodes. */
export function scaledLoad(demand: Demand, factor: number): Demand {
  const { pods, podStartsPerDay, bytesPerDay, bytesPerLine, compression } = demand.load;
  return {
    ...demand,
    load: {
      ...{ bytesPerLine, compression },
      pods: Math.ceil(pods * factor),
      podStartsPerDay: Math.ceil(podStartsPerDay * factor),
      bytesPerDay: bytesPerDay.scaled(factor),
    },
  };
}

export interface InputInfluence {
  /** The setting that declares the input. */
  readonly setting: string;
  /** The relative change in the usage of the tightest bound if the input grows by 50 %. */
  readonly influence: number;
}

const GROWTH = 1.5;

/** Returns the inputs, the dominant one first. Measure that one before you add memory. */
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
  "cluster.nodes": (demand) => ({ ...demand, nodes: demand.nodes * GROWTH }),
  "load.pods": (demand) => withLoad(demand, { pods: demand.load.pods * GROWTH }),
  "load.podStartsPerDay": (demand) => withLoad(demand, { podStartsPerDay: demand.load.podStartsPerDay * GROWTH }),
  "load.bytesPerDay": (demand) => withLoad(demand, { bytesPerDay: demand.load.bytesPerDay.scaled(GROWTH) }),
  "load.compression": (demand) => withLoad(demand, { compression: demand.load.compression * GROWTH }),
};

function withLoad(demand: Demand, load: Partial<Demand["load"]>): Demand {
  return { ...demand, load: { ...demand.load, ...load } };
}
