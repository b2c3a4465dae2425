import type { Model } from "../model";
import { type Bound, boundsOf, inputsByInfluence, largestLoad, share } from "./bounds";
import { capacityOf, demandOf } from "./capacity";
import { losses } from "./losses";

type Row = readonly string[];

/** Returns a text for the terminal: what the load needs, what the installation supports, and what failures lose. */
export function capacityTable(model: Model): string {
  return [needs(model), bounds(model), inputs(model), lost(model)].join("\n\n");
}

function needs(model: Model): string {
  const { load, cluster } = model;
  const of = capacityOf(demandOf(model));
  const declared =
    load.declared.length === 0 ? "all defaults, nothing declared" : `declared: ${load.declared.join(", ")}`;
  return section(
    `${cluster.nodes} nodes, ${load.pods} pods, ${load.podStartsPerDay} pod starts and ${load.bytesPerDay.toHumanString()} per day, compressed ${load.compression}:1 (${declared})`,
    [
      ["streams in memory", `${of.streams}`],
      ["unflushed text", of.unflushed.toHumanString()],
      ["live heap", `${of.live.toHumanString()}, including ${of.patterns.toHumanString()} for patterns`],
      ["memory of the process", of.process.toHumanString()],
      ["write-ahead log, peak", of.wal.toHumanString()],
      ["memory of the pod", of.memory.toHumanString()],
      ["volume, once retention deletes", of.disk.toHumanString()],
      ["written per day", `${of.writtenPerDay.toHumanString()} in ${of.chunksPerDay} chunks`],
      ["flush at shutdown", `${of.flush}`],
      ["replay after a kill", `${of.replay}`],
    ],
  );
}

function bounds(model: Model): string {
  const { factor, bound } = largestLoad(model);
  return section(
    supported(factor, bound),
    boundsOf(model).map((one) => [one.name, `${percent(one)} used`]),
  );
}

function supported(factor: number, { name }: Bound): string {
  if (factor === 0) return `These resources support no load. Limit: ${name}`;
  const times = factor > MANY ? `more than ${MANY}` : factor.toFixed(1);
  const limit = factor > MANY ? "" : `. Limit: ${name}`;
  return `These resources support ${times} times this load (pods, pod starts and text)${limit}`;
}

const MANY = 1_000;

function inputs(model: Model): string {
  const [dominantInput, ...others] = inputsByInfluence(model);
  return section(
    `Dominant input: ${dominantInput?.setting}`,
    [dominantInput, ...others].flatMap((input) =>
      input === undefined ? [] : [[input.setting, `50 % more: ${signed(input.influence)} usage of the limit`]],
    ),
  );
}

function lost(model: Model): string {
  return section(
    "What each failure loses",
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
