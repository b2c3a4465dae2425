import { isProblem, matcherExpression } from "./regular-expression";
import type { Matcher } from "./tree/selection";

/** Whether a label's value satisfies a matcher; a label that is absent has an empty value. */
export function matches({ operator, value: { value } }: Pick<Matcher, "operator" | "value">, label: string): boolean {
  if (operator === "=") return label === value;
  if (operator === "!=") return label !== value;
  const expression = matcherExpression(value);
  if (isProblem(expression)) return false;
  return expression.test(label) === (operator === "=~");
}

/**
 * Whether a matcher selects: an absent label doesn't satisfy it.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/util/matchers.go
 */
export function selects(matcher: Matcher): boolean {
  return !matches(matcher, "");
}
