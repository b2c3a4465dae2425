import type { Moment, Problem } from "../problem";
import { isProblem, regularExpression } from "../regular-expression";
import type { Text } from "../tree/text";

/** What keeps a text from being a regular expression of RE2, or null. */
export function expressionProblem({ from, to, value }: Text, moment: Moment): Problem | null {
  const expression = regularExpression(value);
  if (!isProblem(expression)) return null;
  return {
    kind: "regexp",
    moment,
    from,
    to,
    got: `${JSON.stringify(value)}, of which RE2 says: ${expression.problem}`,
    expected: "a regular expression in RE2's syntax",
    remedy: remedyFor(value),
  };
}

function remedyFor(value: string): string {
  if (/\(\?<?[=!]/.test(value)) return "RE2 has no look-around: match what follows too, or filter in two steps";
  if (/\\[1-9]/.test(value)) return "RE2 has no references to groups: write out what the group matches";
  return "mend it, or look for plain text with |= or !=";
}
