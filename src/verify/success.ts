import type { Result } from "../live/result";

/** What it means that nothing is broken: how far a line was followed. */
export function success(results: readonly Result[]): string {
  const line = figureOf(results, "marker");
  const alert = figureOf(results, "drill");
  if (line === null && isDoubtful(results, "marker")) return "Lines reach Loki, and not of every node";
  if (line === null) return "What was looked at holds, and no line was written";
  if (alert === null) return `A line reaches Loki (${line})`;
  return `A line reaches Loki (${line}) and its alert Alertmanager (${alert})`;
}

function isDoubtful(results: readonly Result[], id: string): boolean {
  return results.some((result) => result.id === id && result.outcome.status === "doubtful");
}

/** Null where it wasn't measured. */
function figureOf(results: readonly Result[], id: string): string | null {
  const outcome = results.find((result) => result.id === id)?.outcome;
  return outcome?.status === "holds" ? outcome.figure : null;
}
