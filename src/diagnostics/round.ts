import type { Cluster } from "../kube/cluster";
import type { Names } from "./cause";
import { explain } from "./explain-error";
import type { Inspection, Made, Seen } from "./inspection";
import type { Interruption } from "./interruption";
import { showProgress } from "./reporters/progress";
import type { Terminal } from "./reporters/terminal";
import { Walk } from "./runner";

export interface RoundProps<Context> {
  readonly inspection: Inspection<Context>;
  readonly clusters: readonly Cluster[];
  readonly readOnly: boolean;
  /** The commands of this project, where they ask this cluster. */
  readonly again: (cluster: Cluster) => Names;
  readonly interruption: Interruption;
  /** Null where nobody watches. */
  readonly terminal: Terminal | null;
}

interface Walking<Context> {
  readonly cluster: Cluster;
  readonly walk: Walk<Context>;
  readonly made: Made | null;
  readonly over: AbortController;
}

/** Looks at all clusters at once, and removes what that has made. */
export async function round<Context>(props: RoundProps<Context>): Promise<readonly Seen[]> {
  const { inspection, clusters, interruption, terminal } = props;
  const walks = clusters.map((cluster) => begin(cluster, props));
  try {
    if (terminal !== null) await showProgress(terminal, inspection.links, walks);
    return await Promise.all(walks.map(see));
  } finally {
    if (interruption.signal.aborted && walks.some(({ made }) => made !== null))
      console.error("Interrupted: what was made is being removed. A second time ends at once.");
    await Promise.all(walks.map((walking) => end(walking, interruption)));
  }
}

function begin<Context>(cluster: Cluster, props: RoundProps<Context>): Walking<Context> {
  const { inspection, readOnly, again, interruption } = props;
  const over = new AbortController();
  const signal = AbortSignal.any([interruption.signal, over.signal]);
  const { context, made } = inspection.begin(cluster, signal);
  if (made !== null) interruption.watchOver(made);
  const { links, command } = inspection;
  const names = { ...inspection.names, ...cluster.tools, ...again(cluster), command };
  return { cluster, made, over, walk: new Walk({ links, context, names, readOnly, explain, signal }) };
}

async function see<Context>({ cluster, walk }: Walking<Context>): Promise<Seen> {
  const { context, server } = cluster;
  return { context, server, results: await walk.all() };
}

/** A thing that can't be removed is told, and changes nothing about what was seen. */
async function end<Context>({ made, over }: Walking<Context>, interruption: Interruption): Promise<void> {
  try {
    if (made !== null) await interruption.remove(made);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nLeft behind: ${made?.byHand}`);
  } finally {
    over.abort();
  }
}
