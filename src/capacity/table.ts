import type { Model } from "../model";
import { averageRate } from "./admission";
import { type Bound, boundsOf, inputsByInfluence, largestLoad, share } from "./bounds";
import { capacityOf, demandOf } from "./capacity";
import { losses } from "./losses";

type Row = readonly string[];

/** Returns a report for the terminal: needs of the load, capacity of the installation, and losses in failures. */
export function capacityTable(model: Model): string {
  return [needs(model), bounds(model), inputs(model), lost(model)].join("\n\n");
}

function needs(model: Model): string {
  const { load, cluster } = model;
  const capacity = capacityOf(demandOf(model));
  const declared =
    load.declared.length === 0 ? "all defaults, nothing declared" : `declared: ${load.declared.join(", ")}`;
  return section(
    `${cluster.nodes} nodes, ${load.pods} pods, ${load.podStartsPerDay} pod starts and ${load.bytesPerDay.toHumanString()} per day, compressed ${load.compression}:1 (${declared})`,
    [
      ["streams in memory", `${capacity.streams}`],
      ["unflushed text", capacity.unflushed.toHumanString()],
      ["live heap", `${capacity.live.toHumanString()}, including ${capacity.patterns.toHumanString()} for patterns`],
      ["memory of the process", capacity.process.toHumanString()],
      ["write-ahead log, peak", capacity.wal.toHumanString()],
      ["memory of the pod", capacity.memory.toHumanString()],
      ["volume, once retention deletes", capacity.disk.toHumanString()],
      ["chunks written per day", `${capacity.writtenPerDay.toHumanString()} in ${capacity.chunksPerDay} files`],
      ["admitted by Loki", admitted(model)],
      ["flush at shutdown", `${capacity.flush}`],
      ["replay after a kill", `${capacity.replay}`],
    ],
  );
}

function admitted(model: Model): string {
  const { ingestionRate, ingestionBurst } = model.loki.limits;
  const times = Math.floor(ingestionRate.dividedBy(averageRate(demandOf(model))));
  return `${ingestionRate.toHumanString()} per second, ${times} times the average; ${ingestionBurst.toHumanString()} at once`;
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
    losses(model).map(({ event, lost: lines, because }) => [event, `${lines} (${because})`]),
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
