import { oneLine } from "../../diagnostics/explain-error/trouble";
import type { Metrics } from "../../diagnostics/metrics";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";
import { likelyFirst } from "../kubernetes/causes";
import { OVERLOADED, REPLAYING, RING, SIGNS, VOLUME } from "./causes";

/** How Loki answers. */
export type Readiness =
  | { readonly state: "not-ready"; readonly says: string }
  | { readonly state: "no-queries"; readonly says: string }
  | { readonly state: "ready"; readonly metrics: Metrics };

/** @param now in seconds since 1970 */
export function judgeReadiness(readiness: Readiness, now: number): Outcome {
  if (readiness.state === "ready") return holds(figure(readiness.metrics, now));
  const says = oneLine(readiness.says);
  const found = readiness.state === "not-ready" ? `not ready: ${says}` : `ready, but a query is answered: ${says}`;
  const signs = SIGNS.filter(([words]) => words.test(says)).map(([, cause]) => cause);
  return broken({
    found,
    expected: "ready, and an answer to a query",
    causes: likelyFirst(signs, [REPLAYING, RING, VOLUME, OVERLOADED]),
  });
}

function figure(metrics: Metrics, now: number): string {
  const version = metrics.all("loki_build_info")[0]?.labels["version"];
  const { startedAt } = metrics;
  return [...(version ? [version] : []), ...(startedAt === null ? [] : [`up for ${span(now - startedAt)}`])].join(", ");
}

const UNITS = [
  { unit: "days", seconds: 86_400 },
  { unit: "h", seconds: 3_600 },
  { unit: "min", seconds: 60 },
] as const;

/** In the largest unit of which it is more than two. */
function span(seconds: number): string {
  const fitting = UNITS.find((candidate) => seconds >= 2 * candidate.seconds);
  if (fitting === undefined) return `${Math.max(0, Math.round(seconds))} s`;
  return `${Math.floor(seconds / fitting.seconds)} ${fitting.unit}`;
}
