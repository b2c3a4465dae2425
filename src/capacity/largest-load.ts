import type { Model } from "../model";
import { type Bound, bounds, share, tightest } from "./bounds";
import { type Demand, demandOf } from "./demand";

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
