import type { Result } from "../diagnostics/result";

/** What it means that nothing is broken: how far a line was followed. */
export function success(results: readonly Result[]): string {
  const line = lineText(results);
  const alert = figureOf(results, "drill");
  if (line === null) return "What was looked at holds, and no line was written";
  if (alert !== null) return `${line} and its alert Alertmanager (${alert})`;
  return isDoubtful(results, "drill") ? `${line}, and its alert wasn't seen in Alertmanager` : line;
}

function lineText(results: readonly Result[]): string | null {
  const figure = figureOf(results, "marker");
  if (figure !== null) return `A line reaches Loki (${figure})`;
  return isDoubtful(results, "marker") ? "A line reaches Loki from some nodes" : null;
}

function isDoubtful(results: readonly Result[], id: string): boolean {
  return results.some((result) => result.id === id && result.outcome.status === "doubtful");
}

/** Null where it wasn't measured. */
function figureOf(results: readonly Result[], id: string): string | null {
  const outcome = results.find((result) => result.id === id)?.outcome;
  return outcome?.status === "holds" ? outcome.figure : null;
}
