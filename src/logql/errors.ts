import type { Span } from "./ast";

/** Whether Loki refuses to load the rule, or loads it and fails at every evaluation. */
export type Moment = "load" | "evaluation";

export type ProblemKind = "syntax" | "function" | "regexp" | "selector" | "template";

/** Why Loki refuses an expression or a part of it. */
export interface Problem extends Span {
  readonly kind: ProblemKind;
  readonly moment: Moment;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Parsing ends at the first problem, as it does in Loki. */
export class ParseError extends Error {
  override readonly name = "ParseError";

  constructor(readonly problem: Problem) {
    super(problem.got);
  }
}

/** Returns a syntax error. */
export function parseError({ from, to }: Span, got: string, expected: string, remedy: string): ParseError {
  return new ParseError({ kind: "syntax", moment: "load", from, to, got, expected, remedy });
}
