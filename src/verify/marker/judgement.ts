import type { Cause, Names } from "../../diagnostics/cause";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { listed } from "../../diagnostics/listed";
import type { Metrics } from "../../diagnostics/metrics";
import { broken, doubtful, holds, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { retries } from "../agents/retries";
import type { Probe } from "../drill";
import { likelyFirst } from "../kubernetes/causes";
import {
  BACKLOG,
  CLOCK_AHEAD,
  CLOCK_BEHIND,
  DROPPED,
  FORMAT,
  NO_AGENT,
  NO_FILES,
  NOT_RUN,
  NOT_SENT,
  REFUSED,
} from "./causes";
import { latencyText } from "./latency";
import type { WatchedAgent } from "./watched-agents";

export interface MarkersSeen {
  readonly probes: readonly Probe[];
  /** When the line of a pod was first seen in Loki, by the clock of the probes. */
  readonly arrived: ReadonlyMap<string, number>;
  /** The agents of some nodes whose line is missing. */
  readonly agents: readonly WatchedAgent[];
  /** The lines that Loki has refused in this run, by the reason. */
  readonly refused: ReadonlyMap<string, number>;
  /** The drop of the settings that takes the line; null where none does. */
  readonly drop: string | null;
  readonly namespace: string;
}

export function judgeMarkers(seen: MarkersSeen): Outcome {
  const { probes, arrived } = seen;
  const missing = missingOf(seen);
  const count = `${probes.length - missing.length} of ${probes.length} nodes`;
  if (probes.length === 0) return notMeasured("no node can run a pod");
  if (missing.length === 0) return holds(`${count} ${latencyText(latencies(probes, arrived))}`);
  const fault = {
    found: [count, listed(missing.map(told)), ...refusedText(seen.refused)].join("; "),
    expected: `the line of each of ${probes.length} nodes`,
    names: namesOf(seen, missing),
  };
  const isPartial = arrived.size > 0;
  if (missing.some(isWritten)) return broken({ ...fault, causes: causesOf(seen, missing), isPartial });
  // The path works, where lines were written.
  return (isPartial ? doubtful : broken)({ ...fault, causes: [NOT_RUN] });
}

/** The nodes whose line isn't in Loki. */
function missingOf({ probes, arrived }: MarkersSeen): readonly Probe[] {
  return probes.filter(({ pod }) => !arrived.has(pod));
}

/** A node's clock that goes before this machine's would have lines arrive before they are written. */
function latencies(probes: readonly Probe[], arrived: MarkersSeen["arrived"]): readonly number[] {
  return probes.map(({ pod, wroteAt }) => {
    const at = arrived.get(pod) ?? 0;
    return Math.max(0, at - (wroteAt ?? at));
  });
}

function isWritten({ wroteAt }: Probe): boolean {
  return wroteAt !== null;
}

function refusedText(refused: MarkersSeen["refused"]): readonly string[] {
  const reasons = [...refused].map(([reason, count]) => `${reason} ${count}`);
  return reasons.length === 0 ? [] : [`refused: ${reasons.join(", ")}`];
}

function told({ node, wroteAt, problem }: Probe): string {
  if (wroteAt !== null) return `${node}: written, and not in Loki`;
  return `${node}: ${oneLine(problem ?? "nothing written")}`;
}

function causesOf({ agents, refused, drop }: MarkersSeen, missing: readonly Probe[]): readonly Cause[] {
  const notRun = missing.every(isWritten) ? [] : [NOT_RUN];
  const dropped = drop === null ? [] : [DROPPED];
  const ofLoki = [...refused.keys()].map((reason) => (reason === "too_far_in_future" ? CLOCK_AHEAD : REFUSED));
  const seen = [...notRun, ...dropped, ...agents.flatMap(ofAgent), ...ofLoki];
  return likelyFirst(seen, [BACKLOG, NOT_SENT, FORMAT, CLOCK_BEHIND]);
}

const FILES = "loki_source_file_files_active_total";

/** @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/file/metrics.go */
function ofAgent({ pod, before, now }: WatchedAgent): readonly Cause[] {
  if (pod === null) return [NO_AGENT];
  if (now === null) return [];
  const grows = (metric: (metrics: Metrics) => number) => before !== null && metric(now) > metric(before);
  return [
    ...(now.all(FILES).length > 0 && now.sum(FILES) === 0 ? [NO_FILES] : []),
    ...(grows(retries) ? [NOT_SENT] : []),
    ...(grows(tooOld) ? [CLOCK_BEHIND] : []),
  ];
}

function tooOld(metrics: Metrics): number {
  return metrics.sum("loki_process_dropped_lines_total", { reason: "older_than_retention" });
}

function namesOf({ namespace, agents, drop }: MarkersSeen, [first]: readonly Probe[]): Names {
  const agent = agents.find(({ pod }) => pod !== null)?.pod;
  const node = agents[0]?.node ?? first?.node;
  return { namespace, ...(node && { node }), ...(agent && { agent }), ...(drop && { drop }) };
}
