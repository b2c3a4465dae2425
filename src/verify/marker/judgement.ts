import type { Cause, Names } from "../../live/cause";
import { broken, holds, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";
import type { Agent } from "../agents/agent";
import type { Probe } from "../drill";
import { likelyFirst } from "../kubernetes/causes";
import { listed } from "../kubernetes/listed";
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

export interface MarkersSeen {
  readonly probes: readonly Probe[];
  /** When the line of a pod was first seen in Loki, by the clock of the probes. */
  readonly arrived: ReadonlyMap<string, number>;
  /** The agents of some nodes whose line is missing. */
  readonly agents: readonly Agent[];
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
  if (missing.length === 0) return holds(`${count}, ${latencyText(latencies(probes, arrived))}`);
  return broken({
    found: `${count}; ${listed(missing.map(told))}`,
    wanted: `the line of each of ${probes.length} nodes`,
    causes: causesOf(seen, missing),
    names: namesOf(seen, missing),
  });
}

/** The nodes whose line isn't in Loki. */
export function missingOf({ probes, arrived }: Pick<MarkersSeen, "probes" | "arrived">): readonly Probe[] {
  return probes.filter(({ pod }) => !arrived.has(pod));
}

/** A line may be in Loki before Kubernetes tells that its pod has ended. */
function latencies(probes: readonly Probe[], arrived: MarkersSeen["arrived"]): readonly number[] {
  return probes.map(({ pod, wroteAt }) => {
    const at = arrived.get(pod) ?? 0;
    return Math.max(0, at - (wroteAt ?? at));
  });
}

function told({ node, wroteAt, problem }: Probe): string {
  if (wroteAt !== null) return `${node}: written, and not in Loki`;
  return `${node}: ${oneLine(problem ?? "nothing written")}`;
}

function causesOf({ agents, refused, drop }: MarkersSeen, missing: readonly Probe[]): readonly Cause[] {
  const notRun = missing.some(({ wroteAt }) => wroteAt === null) ? [NOT_RUN] : [];
  if (missing.every(({ wroteAt }) => wroteAt === null)) return notRun;
  const dropped = drop === null ? [] : [DROPPED];
  const ofLoki = [...refused.keys()].map((reason) => (reason === "too_far_in_future" ? CLOCK_AHEAD : REFUSED));
  const seen = [...notRun, ...dropped, ...agents.flatMap(ofAgent), ...ofLoki];
  return likelyFirst(seen, [BACKLOG, NOT_SENT, FORMAT]);
}

const FILES = "loki_source_file_files_active_total";

/** @see https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/file/metrics.go */
function ofAgent({ pod, metrics }: Agent): readonly Cause[] {
  if (pod === null) return [NO_AGENT];
  if (metrics === null) return [];
  return [
    ...(metrics.all(FILES).length > 0 && metrics.sum(FILES) === 0 ? [NO_FILES] : []),
    ...(metrics.sum("loki_write_batch_retries_total") > 0 ? [NOT_SENT] : []),
    ...(metrics.sum("loki_process_dropped_lines_total", { reason: "older_than_retention" }) > 0 ? [CLOCK_BEHIND] : []),
  ];
}

function namesOf({ namespace, agents, drop }: MarkersSeen, [first]: readonly Probe[]): Names {
  const agent = agents.find(({ pod }) => pod !== null)?.pod;
  const node = agents[0]?.node ?? first?.node;
  return { namespace, ...(node && { node }), ...(agent && { agent }), ...(drop && { drop }) };
}
