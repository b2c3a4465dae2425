import { parserPatternProblem } from "../pattern";
import type { Moment, Problem } from "../problem";
import { isProblem, regularExpression } from "../regular-expression";
import type { Span } from "../span";
import type { PatternParser, RegexpParser } from "../tree/stage";
import { expressionProblem } from "./texts";

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/parser.go (NewRegexpParser) */
export function regexpParserProblems({ expression }: RegexpParser): readonly Problem[] {
  const problem = expressionProblem(expression, "load");
  if (problem !== null) return [problem];
  const compiled = regularExpression(expression.value);
  if (isProblem(compiled) || compiled.names.length > 0) return [];
  const expected = "at least one named group, which becomes a label";
  const remedy = "name what it shall extract: (?P<name>…)";
  return [refused(expression, "regexp", "load", "a parser's expression without a named group", expected, remedy)];
}

export function patternParserProblems({ expression }: PatternParser): readonly Problem[] {
  return patternProblems(expression, parserPatternProblem(expression.value), "load");
}

export function patternProblems(span: Span, problem: string | null, moment: Moment): readonly Problem[] {
  if (problem === null) return [];
  const expected =
    moment === "load" ? "named captures with text between them" : "unnamed captures, <_>, with text between them";
  return [
    refused(span, "regexp", moment, `a pattern with ${problem}`, expected, 'write it like "<_> status=<status> <_>"'),
  ];
}

export function refused(
  { from, to }: Span,
  kind: Problem["kind"],
  moment: Moment,
  got: string,
  expected: string,
  remedy: string,
): Problem {
  return { kind, moment, from, to, got, expected, remedy };
}
