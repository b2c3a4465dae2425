import type { Span } from "./ast";

/** Whether Loki refuses the expression when it loads the rule, or fails each time when it evaluates it. */
export type Moment = "load" | "evaluation";

export type ProblemKind = "syntax" | "function" | "regexp" | "selector" | "template";

/** Why Loki would refuse an expression or a piece of it. */
export interface Problem extends Span {
  readonly kind: ProblemKind;
  readonly moment: Moment;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}

/** The first thing that can't be read ends the reading, as it does in Loki. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";

  constructor(readonly problem: Problem) {
    super(problem.got);
  }
}

/** An error for a piece of text where the grammar has no place for it. */
export function unreadable({ from, to }: Span, got: string, expected: string, remedy: string): Unreadable {
  return new Unreadable({ kind: "syntax", moment: "load", from, to, got, expected, remedy });
}
