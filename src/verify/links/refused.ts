import { setTimeout as sleep } from "node:timers/promises";
import { inNamespace } from "../../live/access";
import { concurrently } from "../../live/concurrently";
import { growth, type Metrics } from "../../live/metrics";
import { Duration } from "../../units";
import { agentLabels, agentMetrics } from "../agents/agent";
import type { VerifyContext, VerifyLink } from "../context";
import { isPodReady, podName } from "../kubernetes/pod";
import { podsLabelled } from "../kubernetes/pods";
import { askLoki } from "../loki/access";
import { discarded } from "../loki/discarded";
import { lokiMetrics } from "../loki/queries";
import { REFUSED_CAUSES } from "../refused/causes";
import { type AgentLosses, judgeRefused } from "../refused/judgement";
import { linesWritten } from "../refused/lines";

/** What an agent tells of itself is large: of a large cluster some have to do. */
const AGENTS = 20;
const AT_ONCE = 5;

/** An agent sends once a second, and what is refused again after half a second. */
const BETWEEN = Duration.seconds(5);

export const refused: VerifyLink = {
  id: "refused",
  title: "No line is refused or thrown away",
  after: ["loki-ready"],
  failure: "lines",
  patience: Duration.minutes(2),
  access: (model) => [
    askLoki(model),
    inNamespace(model.namespace.name, "pods", ["list"]),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
  ],
  creates: false,
  causes: REFUSED_CAUSES,
  look: async (context, signal) => {
    const { namespace, loki } = context.deployment.model;
    const before = await context.lokiBefore();
    await linesWritten(context.drill, signal);
    const labels = agentLabels(context.deployment.model);
    const pods = (await podsLabelled(context.cluster, namespace.name, labels, signal)).filter(isPodReady).map(podName);
    const agents = await lossesOf(context, pods.slice(0, AGENTS), signal);
    const now = await lokiMetrics(context.loki, signal);
    const start = now.sum("process_start_time_seconds");
    return judgeRefused({
      refused: growth(discarded(before), discarded(now)),
      earlier: discarded(before),
      since: start === 0 ? null : new Date(start * 1_000),
      agents,
      agentCount: pods.length,
      names: { namespace: namespace.name, release: loki.release },
    });
  },
};

/** What agents lose between two readings. One that gives no answer is left out. */
async function lossesOf(context: VerifyContext, pods: readonly string[], signal: AbortSignal) {
  const read = () => concurrently(pods, AT_ONCE, (pod) => agentMetrics(context, pod, signal));
  const before = await read();
  await sleep(BETWEEN.toSeconds() * 1_000, undefined, { signal });
  const now = await read();
  return pods.flatMap((pod, index) => losses(pod, before[index] ?? null, now[index] ?? null));
}

function losses(pod: string, before: Metrics | null, now: Metrics | null): readonly AgentLosses[] {
  if (before === null || now === null) return [];
  const earlier = dropped(before);
  const retries = growth(retried(before), retried(now)).get("") ?? 0;
  return [{ pod, dropped: growth(earlier, dropped(now)), retries, earlier }];
}

/** Not what settings drop: loki_process_dropped_lines_total. */
function dropped(metrics: Metrics) {
  return metrics.by("reason", "loki_write_dropped_entries_total");
}

function retried(metrics: Metrics) {
  return new Map([["", metrics.sum("loki_write_batch_retries_total")]]);
}
