import { type ClusterResults, detailOf, FAILURES, type Fault, firstFailure, type Result } from "../outcome";
import type { Colors } from "./terminal";

/** The part of a suite that the reporters read. */
export interface Reported {
  /** One sentence, without its full stop, for results without a failure. */
  readonly success: (results: readonly Result[]) => string;
}

/** The results for a user. Several clusters appear under their names. */
export function reportScreen(suite: Reported, clusters: readonly ClusterResults[], colors: Colors): string {
  return clusters
    .map(({ context, server, results }) => {
      const heading = clusters.length === 1 ? [] : [colors.strong(`${context} (${server})`), ""];
      return [...heading, ...resultLines(results, colors), "", lastLine(suite, results, colors)].join("\n");
    })
    .join("\n\n\n");
}

function lastLine(suite: Reported, results: readonly Result[], colors: Colors): string {
  const status = firstFailure(results)?.outcome.status;
  const paint = { fail: colors.bad, "not-deployed": colors.warning, pass: colors.good };
  return paint[status === "fail" || status === "not-deployed" ? status : "pass"](summarize(suite, results));
}

/** Whether it works, in one sentence. */
export function summarize({ success }: Reported, results: readonly Result[]): string {
  const failed = firstFailure(results);
  if (failed === null) return `${success(results)}${warnings(results)}.`;
  const { exitCode, meaning } = FAILURES[failed.failure];
  const verb = failed.outcome.status === "not-deployed" ? "Not deployed" : "Failed";
  return `${verb}: ${failed.id} (exit code ${exitCode}: ${meaning}).`;
}

function warnings(results: readonly Result[]): string {
  const ids = results.filter(({ outcome }) => outcome.status === "warn").map(({ id }) => id);
  return ids.length === 0 ? "" : `, with warnings: ${ids.join(", ")}`;
}

const INDENTATION = "    ";

/** One line for each diagnostic, and what to do below those that fail or warn. */
export function resultLines(results: readonly Result[], colors: Colors): readonly string[] {
  const ran = results.filter(({ outcome }) => outcome.status !== "blocked");
  const width = Math.max(...ran.map(({ title }) => title.length));
  return [...ran.flatMap((result) => linesOf(result, width, colors)), ...blockedLines(results, colors)];
}

function linesOf(result: Result, width: number, colors: Colors): readonly string[] {
  const { title, outcome } = result;
  const seconds = colors.faint(`${result.seconds.toFixed(1)} s`);
  const line = `${title.padEnd(width)}  ${detailOf(result)}`;
  switch (outcome.status) {
    case "pass":
      return [`${colors.good("✔")} ${line}  ${seconds}`, ...outcome.notes.map((note) => `${INDENTATION}${note}`)];
    case "fail":
      return [`${colors.bad(`✖ ${title}`)}  ${seconds}`, ...faultLines(outcome, colors)];
    case "warn":
      return [`${colors.warning(`! ${title}`)}  ${seconds}`, ...faultLines(outcome, colors)];
    case "not-deployed":
      return [`${colors.warning("○")} ${line}  ${seconds}`];
    default:
      return [colors.faint(`- ${line}`)];
  }
}

function faultLines({ got, expected, causes }: Fault, colors: Colors): readonly string[] {
  const lines = causes.flatMap(({ cause, next }, index) => [
    `${label(index === 0 ? "cause" : "or")}${cause}`,
    `${label("")}→ ${colors.strong(next)}`,
  ]);
  return [`${label("got")}${got}`, `${label("expected")}${expected}`, ...lines].map((line) => `${INDENTATION}${line}`);
}

function label(text: string): string {
  return text.padEnd("expected".length + 2);
}

/** One line for all that one failure blocks. */
function blockedLines(results: readonly Result[], colors: Colors): readonly string[] {
  const blocked = results.flatMap(({ id, outcome }) => (outcome.status === "blocked" ? [{ id, by: outcome.by }] : []));
  return [...new Set(blocked.map(({ by }) => by))].map((root) => {
    const ids = blocked.filter(({ by }) => by === root).map(({ id }) => id);
    return colors.faint(`- blocked by ${root}: ${ids.join(", ")}`);
  });
}
