import { addressesMean } from "../address";
import { filterPatternProblem } from "../pattern";
import type { Problem } from "../problem";
import type { Span } from "../span";
import type { LabelFilter } from "../tree/label-filter";
import type { LineFilter, LineText } from "../tree/stage";
import { patternProblems, refused } from "./parsers";
import { expressionProblem } from "./texts";

/** What keeps Loki from evaluating one alternative of a line filter. */
export function lineTextProblems(filter: LineFilter, text: LineText): readonly Problem[] {
  const { operator } = filter;
  if (text.address) return lineAddressProblems(filter, text);
  if (operator.endsWith(">")) return patternProblems(text, filterPatternProblem(text.value), "evaluation");
  const problem = operator.endsWith("~") ? expressionProblem(text, "evaluation") : null;
  return problem === null ? [] : [problem];
}

/** Beside an alternative Loki takes ip(…) for plain text, and says nothing. */
function lineAddressProblems({ operator, alternatives }: LineFilter, text: LineText): readonly Problem[] {
  if (alternatives.length > 1 && operator.startsWith("|")) return [];
  if (operator === "|=" || operator === "!=") return noAddress(text, text.value);
  const instead = operator.startsWith("|") ? "|=" : "!=";
  const expected = "|= or != before ip(…)";
  return [refused(text, "regexp", "evaluation", `${operator} before ip(…)`, expected, `write ${instead} there`)];
}

/** What keeps Loki from evaluating the addresses in a filter by labels. */
export function addressProblems(filter: LabelFilter): readonly Problem[] {
  if (filter.kind === "address") return noAddress(filter, filter.addresses);
  if (filter.kind !== "and" && filter.kind !== "or") return [];
  return [...addressProblems(filter.left), ...addressProblems(filter.right)];
}

function noAddress(span: Span, written: string): readonly Problem[] {
  if (addressesMean(written)) return [];
  const expected = "an address, a network or a range";
  const remedy = 'write it like ip("10.0.0.1"), ip("10.0.0.0/8") or ip("10.0.0.1-10.0.0.9")';
  return [refused(span, "regexp", "evaluation", `ip(${JSON.stringify(written)})`, expected, remedy)];
}
