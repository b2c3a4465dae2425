import type { Model } from "../model";
import { type Bound, boundsOf, inputsByInfluence, largestLoad, share } from "./bounds";
import { capacityOf, demandOf } from "./capacity";
import { losses } from "./losses";

type Row = readonly string[];

/** What the declared load costs, what the plan could carry, and what is lost when, for a person in a terminal. */
export function capacityTable(model: Model): string {
  return [needs(model), bounds(model), inputs(model), lost(model)].join("\n\n");
}

function needs(model: Model): string {
  const { load, cluster } = model;
  const of = capacityOf(demandOf(model));
  const declared =
    load.declared.length === 0 ? "nothing is declared: these are defaults" : `declared: ${load.declared.join(", ")}`;
  return section(
    `${cluster.nodes} nodes, ${load.pods} pods, ${load.podStartsPerDay} pod starts and ${load.bytesPerDay.toHumanString()} a day, compressed ${load.compression} to 1 (${declared})`,
    [
      ["streams in memory", `${of.streams}`],
      ["text not yet on the volume", of.unflushed.toHumanString()],
      ["live heap", `${of.live.toHumanString()}, of it patterns ${of.patterns.toHumanString()}`],
      ["memory of the process", of.process.toHumanString()],
      ["write-ahead log, at its peak", of.wal.toHumanString()],
      ["memory of the pod", of.memory.toHumanString()],
      ["volume, when retention deletes", of.disk.toHumanString()],
      ["written a day", `${of.writtenPerDay.toHumanString()} in ${of.chunksPerDay} chunks`],
      ["flush when it is stopped", `${of.flush}`],
      ["replay when it was killed", `${of.replay}`],
    ],
  );
}

function bounds(model: Model): string {
  const { factor, bound } = largestLoad(model);
  return section(
    carried(factor, bound),
    boundsOf(model).map((one) => [one.name, `${percent(one)} used`]),
  );
}

function carried(factor: number, { name }: Bound): string {
  if (factor === 0) return `These resources carry no load at all; what ends it is the ${name}`;
  const times = factor > MANY ? `more than ${MANY}` : factor.toFixed(1);
  const ending = factor > MANY ? "" : `; what ends it is the ${name}`;
  return `These resources carry ${times} times this load, in pods, pod starts and text alike${ending}`;
}

const MANY = 1_000;

function inputs(model: Model): string {
  const [first, ...others] = inputsByInfluence(model);
  return section(
    `The answer hangs on ${first?.setting}`,
    [first, ...others].flatMap((input) =>
      input === undefined ? [] : [[input.setting, `half as much again: ${signed(input.influence)} of it`]],
    ),
  );
}

function lost(model: Model): string {
  return section(
    "What is lost when",
    losses(model).map(({ event, lost: what, because }) => [event, `${what} (${because})`]),
  );
}

function section(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return [title, ...rows.map(([name = "", ...rest]) => `  ${name.padEnd(width)}  ${rest.join("  ")}`)].join("\n");
}

function percent(bound: Bound): string {
  return `${Math.round(100 * share(bound))} %`;
}

function signed(influence: number): string {
  const points = Math.round(100 * influence);
  return `${points < 0 ? "" : "+"}${points} %`;
}
