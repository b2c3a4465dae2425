import { rulerEvaluations } from "../../alloy/drops";
import { inCluster } from "../../diagnostics/permission";
import { mapConcurrent } from "../../kube/async";
import { listAll } from "../../kube/lists";
import { nodeName } from "../../kube/node";
import { poll } from "../../kube/poll";
import { Duration } from "../../units";
import { dropOf } from "../agents/drops";
import type { VerifyContext, VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { heardNow } from "../namespaces/heard";
import { judgeNamespaces, NO_DRIVER, NOT_READ, REFUSED_STREAMS, type SilentNamespace } from "../namespaces/judgement";
import { settledPods, writtenBy } from "../namespaces/writer";

/** So many namespaces are looked at beside one another. */
const AT_ONCE = 10;

/** How long a line that has just been written may be on its way. */
const UNDERWAY = Duration.seconds(15);

export const namespaces: VerifyLink = {
  id: "namespaces",
  title: "Every namespace that writes is heard",
  after: ["loki-ready"],
  failure: "lines",
  patience: Duration.minutes(2),
  access: (model) => [
    inCluster("namespaces", ["list"]),
    inCluster("nodes", ["list"]),
    inCluster("pods", ["list"]),
    inCluster("pods/log", ["get"]),
    askLoki(model),
  ],
  creates: false,
  causes: [NOT_READ, REFUSED_STREAMS, NO_DRIVER],
  look: async (context, signal) => {
    const all = await namespaceNames(context, signal);
    const heard = await heardNow(context.loki, all, signal);
    const nodes = new Set((await context.agentNodes()).map(nodeName));
    const unheard = all.filter((name) => !heard.has(name));
    const silent = await mapConcurrent(unheard, AT_ONCE, (name) => lookInto(context, { name, nodes }, signal));
    const seen = silent.filter((found) => found !== null);
    const stillSilent = await withoutLate(context, seen, signal);
    return judgeNamespaces({
      heard: all.length - unheard.length + seen.length - stillSilent.length,
      silent: stillSilent,
      ownNamespace: context.deployment.model.namespace.name,
    });
  },
};

async function namespaceNames({ cluster }: VerifyContext, signal: AbortSignal): Promise<readonly string[]> {
  const core = cluster.core(signal);
  const all = await listAll((page) => core.listNamespace(page));
  return all.map(({ metadata }) => metadata?.name ?? "");
}

interface Silent {
  readonly name: string;
  /** Those whose agents are expected to work. */
  readonly nodes: ReadonlySet<string>;
}

/** Null where no pod runs long enough to be heard. */
async function lookInto(
  { cluster, deployment }: VerifyContext,
  { name, nodes }: Silent,
  signal: AbortSignal,
): Promise<SilentNamespace | null> {
  const { alloy } = deployment.model;
  const core = cluster.core(signal);
  const pods = await settledPods(core, name, nodes);
  if (pods.length === 0) return null;
  const { written, problem } = await writtenBy(core, name, pods);
  const drops = [rulerEvaluations(alloy.namespace), ...alloy.drop];
  const drop = written && dropOf(drops, written.line);
  return { name, writer: written?.pod ?? null, node: written?.node ?? null, drop, problem };
}

/** A line that was seen may have been too new for Loki to have it: those that arrive are heard. */
async function withoutLate(context: VerifyContext, silent: readonly SilentNamespace[], signal: AbortSignal) {
  const isUnheard = ({ writer, drop }: SilentNamespace) => writer !== null && drop === null;
  const unheard = silent.filter(isUnheard).map(({ name }) => name);
  if (unheard.length === 0) return silent;
  const heard = await poll({
    request: () => heardNow(context.loki, unheard, signal),
    isEnough: (names) => names.size === unheard.length,
    timeout: UNDERWAY,
    signal,
  });
  return silent.filter(({ name }) => !heard.has(name));
}
