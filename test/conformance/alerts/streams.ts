import { PODS, type SourceContract } from "../../../src/alloy/source-contracts";
import type { Texts, WrittenLines } from "../../alerting/rule-fixture";
import type { PushedStream } from "../loki-api";

/** Far less than the shortest window, so that all of it stays there until the rule has counted it. */
const WITHIN_MS = 10_000;

/** Lines as their source has sent them until now. */
export function streamOf({ source, labels, lines, times }: WrittenLines): PushedStream {
  const written = Array.from({ length: times }, () => lines).flat();
  const last = BigInt(Date.now()) * 1_000_000n;
  const step = BigInt(Math.floor((WITHIN_MS * 1_000_000) / written.length));
  const entries = written.map((line, index) => [`${last - step * BigInt(written.length - 1 - index)}`, line] as const);
  return { labels: { ...constantLabels(source), ...labels }, entries };
}

/** Those that a source puts on every line with one value; Loki makes the name of the service itself. */
function constantLabels({ labels }: SourceContract): Texts {
  const constant = labels.flatMap(({ name, value }) =>
    value === null || name === "service_name" ? [] : [[name, value] as const],
  );
  return Object.fromEntries(constant);
}

/** The namespace of Loki's own lines. */
export const OWN_NAMESPACE = "monitoring";

/** Loki's own lines as lines of its pod, `times` in all. */
export function ownStream(lines: readonly string[], times: number): PushedStream {
  const labels = { namespace: OWN_NAMESPACE, pod: "loki-0", container: "loki", node: "node-1", app: "loki" };
  const count = Math.max(times, lines.length);
  const written = Array.from(
    { length: lines.length === 0 ? 0 : count },
    (_, index) => lines[index % lines.length] ?? "",
  );
  return streamOf({ source: PODS, labels, lines: written, times: 1 });
}
