import type { Span } from "./ast";

/** When Loki reports the problem: it rejects the rule when it loads it, or fails at every evaluation. */
export type Phase = "load" | "evaluation";

export type ProblemKind = "syntax" | "function" | "regexp" | "selector" | "template";

/** A reason why Loki rejects an expression or a part of it. */
export interface Problem extends Span {
  readonly kind: ProblemKind;
  readonly phase: Phase;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Ends parsing at the first problem, as in Loki. */
export class ParseError extends Error {
  override readonly name = "ParseError";

  constructor(readonly problem: Problem) {
    super(problem.got);
  }
}

/** Returns a syntax error. */
export function parseError({ from, to }: Span, got: string, expected: string, remedy: string): ParseError {
  return new ParseError({ kind: "syntax", phase: "load", from, to, got, expected, remedy });
}
