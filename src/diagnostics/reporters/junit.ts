import type { TestCase } from "junit-report-builder";
import { type ClusterResults, detailOf, type Result } from "../outcome";
import { resultLines } from "./screen";
import { PLAIN } from "./terminal";

/** The results for CI systems: one suite for each cluster, one case for each diagnostic. */
export async function reportJunit(command: string, clusters: readonly ClusterResults[]): Promise<string> {
  const { default: builder } = await import("junit-report-builder");
  const report = builder.newBuilder().name(command);
  for (const { context, results } of clusters) {
    const suite = report.testSuite().name(context);
    for (const result of results) {
      const testCase = suite.testCase().className(`${command}.${result.id}`).name(result.title);
      addOutcome(testCase.time(Number(result.seconds.toFixed(3))), result);
    }
  }
  return report.build();
}

function addOutcome(testCase: TestCase, result: Result): void {
  switch (result.outcome.status) {
    case "pass":
      testCase.standardOutput([result.outcome.detail, ...result.outcome.notes].join("\n"));
      return;
    case "fail":
      testCase.failure(detailOf(result), result.failure).stacktrace(resultLines([result], PLAIN).join("\n"));
      return;
    case "warn":
      testCase.standardOutput(resultLines([result], PLAIN).join("\n"));
      return;
    default:
      testCase.skipped().standardOutput(detailOf(result));
  }
}
