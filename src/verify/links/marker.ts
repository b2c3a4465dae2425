import { growth } from "../../diagnostics/metrics";
import { notMeasured } from "../../diagnostics/outcome";
import { inNamespace } from "../../diagnostics/permission";
import { mapConcurrent } from "../../kube/async";
import { poll } from "../../kube/poll";
import type { Line } from "../../logql";
import { Duration } from "../../units";
import { agentOf } from "../agents/agent";
import { dropOf } from "../agents/drops";
import type { VerifyContext, VerifyLink } from "../context";
import { type Drill, FIRING, markerLine, type Probe, QUIET } from "../drill";
import { drillAccess } from "../drill/access";
import { podsInLoki } from "../drill/arrived";
import { askLoki } from "../loki/access";
import { discarded } from "../loki/discarded";
import { lokiMetrics } from "../loki/queries";
import { Arrivals } from "../marker/arrivals";
import { MARKER_CAUSES } from "../marker/causes";
import { judgeMarkers } from "../marker/judgement";
import { watchedAgents } from "../marker/watched-agents";

/** A line that an agent reads at all is in Loki a few seconds after it was written. */
const SOON = Duration.seconds(10);

/** How long one may take beyond that. Its agent is watched meanwhile, which sends again every half minute. */
const AT_LAST = Duration.seconds(30);

/** So many agents are asked why a line is missing. */
const AGENTS = 5;

const PATIENCE = Duration.minutes(3);

export const marker: VerifyLink = {
  id: "marker",
  title: "A line written on every node is in Loki",
  after: ["loki-ready", "daemonsets"],
  failure: "lines",
  patience: PATIENCE,
  access: (model, readOnly) => [
    ...drillAccess(model, readOnly),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    askLoki(model),
  ],
  creates: true,
  causes: MARKER_CAUSES,
  look: async (context, signal) => {
    const { drill, deployment } = context;
    if (drill === null) return notMeasured("nothing may be made in this run");
    const arrivals = new Arrivals((until) => podsInLoki(context.loki, drill, [FIRING, QUIET], until));
    // While the pods still write: a node that takes long doesn't hide how fast the others were.
    const probes = await beside(drill.probes(signal), (until) => arrivals.look(until), signal);
    await arrivals.wait(probes, SOON, signal);
    const agents = await agentsOfLate(context, { arrivals, probes }, signal);
    const missing = arrivals.underway(probes);
    const isWhole = missing.length === 0;
    return judgeMarkers({
      probes,
      arrived: arrivals.seenAt,
      agents: agents.filter((agent) => missing.some(({ node }) => node === agent.node)),
      refused: isWhole ? new Map() : await refusedSince(context, signal),
      drop: isWhole ? null : dropOf(deployment.model.alloy.drop, lineOf(drill)),
      namespace: drill.namespace,
    });
  },
};

interface Underway {
  readonly arrivals: Arrivals;
  readonly probes: readonly Probe[];
}

/** Waits for the lines that are late, and watches the agents of some of them meanwhile. */
async function agentsOfLate(context: VerifyContext, { arrivals, probes }: Underway, signal: AbortSignal) {
  const late = arrivals.underway(probes).slice(0, AGENTS);
  if (late.length === 0) return [];
  const ask = () => mapConcurrent(late, AGENTS, ({ node }) => agentOf(context, node, signal));
  return watchedAgents(ask, () => arrivals.wait(probes, AT_LAST, signal));
}

/** Does something again and again beside some work, and ends with it. */
async function beside<T>(
  work: Promise<T>,
  again: (until: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal]);
  const asking = poll({ request: () => again(until), isEnough: () => false, timeout: PATIENCE, signal: until });
  try {
    return await Promise.race([work, asking.then(() => work)]);
  } finally {
    done.abort();
    await asking.catch(() => undefined);
  }
}

async function refusedSince({ loki, lokiBefore }: VerifyContext, signal: AbortSignal) {
  return growth(discarded(await lokiBefore()), discarded(await lokiMetrics(loki, signal)));
}

function lineOf({ namespace, marker: id }: Drill): Line {
  const labels = { namespace, container: QUIET, pod: null, node: null };
  return { text: markerLine(id), labels: new Map(Object.entries(labels)) };
}
