import type { Model } from "../model";
import { bounds, share, tightest } from "./bounds";
import { type Demand, demandOf } from "./demand";

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
