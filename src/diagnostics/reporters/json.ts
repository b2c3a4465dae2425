import { filled } from "../cause";
import { exitCode } from "../exit-code";
import type { Inspection, Seen } from "../inspection";
import type { Result } from "../result";
import { verdict } from "./verdict";

/** What was seen, for programs: docs/troubleshooting.md tells what the keys mean. */
export function resultJson(inspection: Pick<Inspection<never>, "command" | "success">, seen: readonly Seen[]): string {
  const document = {
    command: inspection.command,
    exitCode: exitCode(seen),
    clusters: seen.map(({ context, server, results }) => ({
      context,
      server,
      exitCode: exitCode([{ results }]),
      verdict: verdict(inspection, results),
      links: results.map(linkOf),
    })),
  };
  return JSON.stringify(document, null, 2);
}

function linkOf({ id, title, outcome, failure, seconds }: Result) {
  const link = { id, title, status: outcome.status, seconds: Number(seconds.toFixed(3)) };
  switch (outcome.status) {
    case "holds":
      return { ...link, figure: outcome.figure, notes: outcome.notes };
    case "broken":
    case "doubtful": {
      const { found, expected, causes, names } = outcome;
      return { ...link, failure, found, expected, causes: causes.map((cause) => filled(cause, names)) };
    }
    case "not-deployed":
      return { ...link, failure, found: outcome.found };
    case "not-measured":
      return { ...link, why: outcome.why };
    case "not-reached":
      return { ...link, behind: outcome.behind };
  }
}
