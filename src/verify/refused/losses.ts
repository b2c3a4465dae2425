import { grown, growth, type Metrics } from "../../diagnostics/metrics";
import { mapConcurrent } from "../../kube/async";
import { retries } from "../agents/retries";
import type { AgentLosses } from "./judgement";

const AT_ONCE = 5;

/** What an agent tells of itself, null where it gives no answer. */
type Ask = (pod: string) => Promise<Metrics | null>;

interface Reading {
  readonly pod: string;
  readonly metrics: Metrics;
}

/** What agents lose while some time passes. One that gives no answer is left out, and isn't asked again. */
export async function lossesOf(
  pods: readonly string[],
  ask: Ask,
  pass: () => Promise<unknown>,
): Promise<readonly AgentLosses[]> {
  const before = await readings(pods, ask);
  await pass();
  const answering = before.map(({ pod }) => pod);
  return (await readings(answering, ask)).flatMap((now) => {
    const earlier = before.find(({ pod }) => pod === now.pod);
    return earlier === undefined ? [] : [losses(now.pod, earlier.metrics, now.metrics)];
  });
}

async function readings(pods: readonly string[], ask: Ask): Promise<readonly Reading[]> {
  const found = await mapConcurrent(pods, AT_ONCE, async (pod) => ({ pod, metrics: await ask(pod) }));
  return found.flatMap(({ pod, metrics }) => (metrics === null ? [] : [{ pod, metrics }]));
}

function losses(pod: string, before: Metrics, now: Metrics): AgentLosses {
  const earlier = dropped(before);
  return { pod, dropped: growth(earlier, dropped(now)), retries: grown(retries(before), retries(now)), earlier };
}

/** Not what settings drop: loki_process_dropped_lines_total. */
function dropped(metrics: Metrics) {
  return metrics.by("reason", "loki_write_dropped_entries_total");
}
