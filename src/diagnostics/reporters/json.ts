import { type ClusterResults, exitCode, type Result } from "../outcome";
import { type Reported, summarize } from "./screen";

/** The results for programs. docs/troubleshooting.md documents the keys. */
export function reportJson(
  suite: Reported & { readonly command: string },
  clusters: readonly ClusterResults[],
): string {
  const document = {
    command: suite.command,
    exitCode: exitCode(clusters),
    clusters: clusters.map(({ context, server, results }) => ({
      context,
      server,
      exitCode: exitCode([{ results }]),
      outcome: summarize(suite, results),
      diagnostics: results.map(diagnosticOf),
    })),
  };
  return JSON.stringify(document, null, 2);
}

function diagnosticOf({ id, title, outcome, failure, seconds }: Result) {
  const common = { id, title, status: outcome.status, seconds: Number(seconds.toFixed(3)) };
  switch (outcome.status) {
    case "pass":
      return { ...common, detail: outcome.detail, notes: outcome.notes };
    case "fail":
    case "warn": {
      const { got, expected, causes } = outcome;
      return { ...common, failure, got, expected, causes };
    }
    case "not-deployed":
      return { ...common, failure, got: outcome.got };
    case "skipped":
      return { ...common, reason: outcome.reason };
    case "blocked":
      return { ...common, blockedBy: outcome.by };
  }
}
