import { inCluster, inNamespace } from "../../live/access";
import { concurrently } from "../../live/concurrently";
import { growth } from "../../live/metrics";
import { notMeasured } from "../../live/outcome";
import { poll } from "../../live/poll";
import type { Line } from "../../logql/line";
import { Duration } from "../../units";
import { agentOf } from "../agents/agent";
import { dropOf } from "../agents/drops";
import type { VerifyContext, VerifyLink } from "../context";
import { type Drill, FIRING, markerLine, QUIET } from "../drill";
import { askLoki } from "../loki/access";
import { discarded } from "../loki/discarded";
import { lokiMetrics, streamsWith } from "../loki/queries";
import { MARKER_CAUSES } from "../marker/causes";
import { judgeMarkers, type MarkersSeen, missingOf } from "../marker/judgement";

/** A line that an agent reads at all is in Loki a few seconds after it was written. */
const ARRIVED = Duration.seconds(30);

/** A node's clock may be wrong by hours, and its lines are still accepted. */
const CLOCKS = Duration.hours(24);

/** So many agents are asked why a line is missing. */
const AGENTS = 5;

const PATIENCE = Duration.minutes(3);

export const marker: VerifyLink = {
  id: "marker",
  title: "A line written on every node is in Loki",
  after: ["loki-ready", "daemonsets"],
  failure: "lines",
  patience: PATIENCE,
  access: (model) => [
    inCluster("nodes", ["list"]),
    inNamespace(model.namespace.name, "pods", ["create", "list", "delete", "deletecollection"]),
    inNamespace(model.namespace.name, "pods/log", ["get"]),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    askLoki(model),
  ],
  creates: true,
  causes: MARKER_CAUSES,
  look: async (context, signal) => {
    const { drill, deployment } = context;
    if (drill === null) return notMeasured("nothing may be made in this run");
    const seen = await arrivals(context, drill, signal);
    const missing = missingOf(seen).filter(({ wroteAt }) => wroteAt !== null);
    const isWhole = missing.length === 0;
    return judgeMarkers({
      ...seen,
      agents: await concurrently(missing.slice(0, AGENTS), AGENTS, ({ node }) => agentOf(context, node, signal)),
      refused: isWhole ? new Map() : await refusedSince(context, signal),
      drop: isWhole ? null : dropOf(deployment.model.alloy.drop, lineOf(drill)),
      namespace: drill.namespace,
    });
  },
};

/** Looks into Loki while the pods still write: a node that takes long doesn't hide how fast the others were. */
async function arrivals(
  { loki }: VerifyContext,
  drill: Drill,
  signal: AbortSignal,
): Promise<Pick<MarkersSeen, "probes" | "arrived">> {
  const arrived = new Map<string, number>();
  const look = async (until: AbortSignal) => {
    for (const { pod } of await streamsWith(loki, queryFor(drill), CLOCKS, until)) {
      if (pod !== undefined && !arrived.has(pod)) arrived.set(pod, performance.now());
    }
  };
  const probes = await beside(drill.probes(signal), look, signal);
  await poll({
    ask: () => look(signal),
    isEnough: () => missingOf({ probes, arrived }).every(({ wroteAt }) => wroteAt === null),
    within: ARRIVED,
    signal,
  });
  return { probes, arrived };
}

/** Does something again and again beside some work, and ends with it. */
async function beside<T>(
  work: Promise<T>,
  again: (until: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  const asking = poll({ ask: () => again(until), isEnough: () => false, within: PATIENCE, signal: until });
  try {
    return await Promise.race([work, asking.then(() => work)]);
  } finally {
    done.abort();
    await asking.catch(() => undefined);
  }
}

function queryFor({ namespace, marker: id }: Drill): string {
  return `{namespace="${namespace}", container=~"${FIRING}|${QUIET}"} |= "${markerLine(id)}"`;
}

async function refusedSince({ loki, lokiBefore }: VerifyContext, signal: AbortSignal) {
  return growth(discarded(await lokiBefore()), discarded(await lokiMetrics(loki, signal)));
}

function lineOf({ namespace, marker: id }: Drill): Line {
  const labels = { namespace, container: QUIET, pod: null, node: null };
  return { text: markerLine(id), labels: new Map(Object.entries(labels)) };
}
