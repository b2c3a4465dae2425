import type { SourceLocation } from "./located-text";

/** A reason why the ruler rejects a rule file or a part of it, or drops a part of it. */
export interface RuleFileProblem {
  readonly location: SourceLocation;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}
