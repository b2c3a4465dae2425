import type { TestCase } from "junit-report-builder";
import type { Seen } from "../inspection";
import type { Result } from "../result";
import { figureOf } from "./figure";
import { resultLines } from "./result-lines";
import { PLAIN } from "./terminal";

/** What was seen as CI systems show it: a suite for each cluster, and a case for each link. */
export async function junit(command: string, seen: readonly Seen[]): Promise<string> {
  const { default: builder } = await import("junit-report-builder");
  const report = builder.newBuilder().name(command);
  for (const { context, results } of seen) {
    const suite = report.testSuite().name(context);
    for (const result of results) {
      tell(
        suite
          .testCase()
          .className(`${command}.${result.id}`)
          .name(result.title)
          .time(Number(result.seconds.toFixed(3))),
        result,
      );
    }
  }
  return report.build();
}

function tell(testCase: TestCase, result: Result): void {
  switch (result.outcome.status) {
    case "holds":
      testCase.standardOutput([result.outcome.figure, ...result.outcome.notes].join("\n"));
      return;
    case "broken":
      testCase.failure(figureOf(result), result.failure).stacktrace(resultLines([result], PLAIN).join("\n"));
      return;
    case "doubtful":
      testCase.standardOutput(resultLines([result], PLAIN).join("\n"));
      return;
    default:
      testCase.skipped().standardOutput(figureOf(result));
  }
}
