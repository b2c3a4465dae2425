import type { AcceptedFinding } from "./accepted";
import type { Linter, LintFinding } from "./finding";

/** Returns the findings for which no acceptance has a reason. */
export function unexplained(
  findings: readonly LintFinding[],
  accepted: readonly AcceptedFinding[],
): readonly LintFinding[] {
  return findings.filter((finding) => !accepted.some((one) => covers(one, finding)));
}

/** What a run examined. */
interface Scope {
  readonly ran: readonly Linter[];
  /** The objects, such as "DaemonSet/alloy". */
  readonly objects: ReadonlySet<string>;
}

/** Returns the acceptances of objects that no longer have the finding. Those that the run didn't examine stay. */
export function staleAcceptances(
  findings: readonly LintFinding[],
  accepted: readonly AcceptedFinding[],
  { ran, objects }: Scope,
): readonly string[] {
  return accepted.flatMap((one) =>
    one.objects
      .filter((object) => ran.includes(one.linter) && objects.has(object))
      .filter((object) => !findings.some((finding) => finding.object === object && covers(one, finding)))
      .map((object) => `${one.linter} ${one.check} ${object}`),
  );
}

function covers({ linter, check, objects }: AcceptedFinding, finding: LintFinding): boolean {
  return linter === finding.linter && check === finding.check && objects.includes(finding.object);
}
