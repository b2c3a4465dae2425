import { tokensOf } from "./lexer/lexer";
import { Cursor } from "./parser/cursor";
import { readOperations } from "./parser/operations";
import { type Problem, Unreadable } from "./problem";
import type { Expression } from "./tree/expression";
import { problemsOf } from "./validation/expressions";

/** An expression as far as it could be read, and what Loki would refuse of it. */
export interface Parsed {
  /** Null where the text is no LogQL. */
  readonly expression: Expression | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads an expression of LogQL as Loki 3.7.8 does: its lexer, its grammar and its validation.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/syntax.y
 */
export function parse(text: string): Parsed {
  const { tokens, broken } = tokensOf(text);
  try {
    const cursor = new Cursor(tokens);
    const expression = readOperations(cursor);
    if (cursor.peek().kind !== "end") return cursor.fail("an operator, or the end of the query");
    if (broken !== null) throw broken;
    return { expression, problems: problemsOf(expression) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { expression: null, problems: [first(error, broken).problem] };
  }
}

/** What the parser has no place for, unless what can't be read stands before. */
function first(unexpected: Unreadable, broken: Unreadable | null): Unreadable {
  return broken !== null && broken.problem.from <= unexpected.problem.from ? broken : unexpected;
}
