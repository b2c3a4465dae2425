import { analyzeTemplate } from "../../go-template";
import {
  type ExtractingParser,
  type Extraction,
  type LabelFilter,
  type LabelFormat,
  type LineFilter,
  type LineFormat,
  type LineText,
  type Matcher,
  type PatternParser,
  type RegexpParser,
  type Selection,
  type Span,
  type Stage,
  stageMatchers,
  type Text,
} from "../ast";
import type { Moment, Problem } from "../errors";
import { FORMAT_FUNCTIONS } from "../functions";
import { isAddressRange } from "../literals";
import { matches, selects } from "../matching";
import { filterPatternProblem, isProblem, parserPatternProblem, regularExpression } from "../patterns";

/** Returns the problems that Loki finds in a selection when it loads or evaluates it. */
export function selectionProblems({ matchers, selector, stages }: Selection): readonly Problem[] {
  const broken = matchers.flatMap(matcherProblems);
  const inStages = stages.flatMap((stage) => [
    ...stageProblems(stage),
    ...stageMatchers(stage).flatMap(matcherProblems),
  ]);
  if (broken.length > 0 || matchers.some(selects)) return [...broken, ...inStages];
  return [{ ...nothingSelected(matchers), from: selector.from, to: selector.to }, ...inStages];
}

export function matcherProblems({ operator, value }: Matcher): readonly Problem[] {
  const problem = operator.endsWith("~") ? expressionProblem(value, "load") : null;
  return problem === null ? [] : [problem];
}

function nothingSelected(matchers: readonly Matcher[]): Omit<Problem, "from" | "to"> {
  const all = matchers.find((matcher) => matcher.operator === "=~" && matches(matcher, ""));
  return {
    kind: "selector",
    moment: "load",
    got:
      matchers.length === 0 ? "a selector without a matcher" : "matchers that a stream without these labels satisfies",
    expected: "a matcher that an absent label doesn't satisfy",
    remedy:
      all === undefined
        ? 'name a label that the lines have, such as {namespace=~".+"}'
        : `write {${all.label.name}=~".+"}: .+ requires the label, ${JSON.stringify(all.value.value)} doesn't`,
  };
}

/** Returns the problems that Loki finds in a stage when it loads or evaluates it. */
export function stageProblems(stage: Stage): readonly Problem[] {
  switch (stage.kind) {
    case "lineFilter":
      return stage.alternatives.flatMap((text) => lineTextProblems(stage, text));
    case "regexp":
      return regexpParserProblems(stage);
    case "pattern":
      return patternParserProblems(stage);
    case "json":
    case "logfmt":
      return pathProblems(stage);
    case "labelFilter":
      return addressProblems(stage.filter);
    case "lineFormat":
    case "labelFormat":
      return templateProblems(stage);
    default:
      return [];
  }
}

/** Returns the problems that Loki finds in one alternative of a line filter at evaluation. */
export function lineTextProblems(filter: LineFilter, text: LineText): readonly Problem[] {
  const { operator } = filter;
  if (text.address) return lineAddressProblems(filter, text);
  if (operator.endsWith(">")) return patternProblems(text, filterPatternProblem(text.value), "evaluation");
  const problem = operator.endsWith("~") ? expressionProblem(text, "evaluation") : null;
  return problem === null ? [] : [problem];
}

/** Next to an alternative, Loki silently reads ip(…) as plain text. */
function lineAddressProblems({ operator, alternatives }: LineFilter, text: LineText): readonly Problem[] {
  if (alternatives.length > 1 && operator.startsWith("|")) return [];
  if (operator === "|=" || operator === "!=") return noAddress(text, text.value);
  const instead = operator.startsWith("|") ? "|=" : "!=";
  const expected = "|= or != before ip(…)";
  return [refused(text, "regexp", "evaluation", `${operator} before ip(…)`, expected, `write ${instead} there`)];
}

/** Returns the problems that Loki finds in the addresses in a label filter at evaluation. */
export function addressProblems(filter: LabelFilter): readonly Problem[] {
  if (filter.kind === "address") return noAddress(filter, filter.addresses);
  if (filter.kind !== "and" && filter.kind !== "or") return [];
  return [...addressProblems(filter.left), ...addressProblems(filter.right)];
}

function noAddress(span: Span, written: string): readonly Problem[] {
  if (isAddressRange(written)) return [];
  const expected = "an address, a network or a range";
  const remedy = 'write it as in ip("10.0.0.1"), ip("10.0.0.0/8") or ip("10.0.0.1-10.0.0.9")';
  return [refused(span, "regexp", "evaluation", `ip(${JSON.stringify(written)})`, expected, remedy)];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/parser.go (NewRegexpParser) */
export function regexpParserProblems({ expression }: RegexpParser): readonly Problem[] {
  const problem = expressionProblem(expression, "load");
  if (problem !== null) return [problem];
  const compiled = regularExpression(expression.value);
  if (isProblem(compiled) || compiled.names.length > 0) return [];
  const expected = "at least one named group, which becomes a label";
  const remedy = "name the group to extract: (?P<name>…)";
  return [refused(expression, "regexp", "load", "a regexp parser without a named group", expected, remedy)];
}

export function patternParserProblems({ expression }: PatternParser): readonly Problem[] {
  return patternProblems(expression, parserPatternProblem(expression.value), "load");
}

export function patternProblems(span: Span, problem: string | null, moment: Moment): readonly Problem[] {
  if (problem === null) return [];
  const expected =
    moment === "load" ? "named captures with text between them" : "unnamed captures, <_>, with text between them";
  return [
    refused(span, "regexp", moment, `a pattern with ${problem}`, expected, 'write it as in "<_> status=<status> <_>"'),
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

const FIELD = "[A-Za-z_][A-Za-z0-9_]*";
const QUOTED = String.raw`"[^"\]]*"`;
const ACCESS = String.raw`\[\s*(?:${QUOTED}|\d+)\s*\]`;

/** @see https://github.com/grafana/loki/tree/v3.7.8/pkg/logql/log (jsonexpr and logfmt) */
const PATHS = {
  json: new RegExp(String.raw`^\s*(?:${FIELD}|${ACCESS})(?:\s*(?:\.\s*${FIELD}|${ACCESS}))*\s*$`),
  logfmt: new RegExp(String.raw`^\s*(?:${FIELD}|${QUOTED})(?:\s*${QUOTED})*\s*$`),
};
const EXAMPLES = { json: 'request.headers["User-Agent"]', logfmt: "status" };

/** Returns the problems that Loki finds in extractions. It reads them only at evaluation. */
export function pathProblems({ kind, extractions }: ExtractingParser): readonly Problem[] {
  return extractions.filter(({ path }) => !PATHS[kind].test(path.value)).map(({ path }) => unreadablePath(kind, path));
}

function unreadablePath(kind: ExtractingParser["kind"], { from, to, value }: Extraction["path"]): Problem {
  const expected = kind === "json" ? "a path of fields, keys and indexes" : "a key of letters, digits and underscores";
  const got = `${kind} with ${JSON.stringify(value)}`;
  return { kind: "syntax", moment: "evaluation", from, to, got, expected, remedy: `write it as in ${EXAMPLES[kind]}` };
}

/** Returns the problems that Loki finds in templates. It parses them only at evaluation. */
export function templateProblems(stage: LineFormat | LabelFormat): readonly Problem[] {
  if (stage.kind === "lineFormat") return textProblems(stage.template);
  return [
    ...stage.formats.flatMap(({ from }) => (from.kind === "text" ? textProblems(from) : [])),
    ...unformattable(stage),
  ];
}

function textProblems(text: Text): readonly Problem[] {
  const { problem } = analyzeTemplate(text.value, { functions: FORMAT_FUNCTIONS });
  if (problem === null) return [];
  return [templateProblem(text, problem.got, "a template of Go", problem.remedy)];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/fmt.go (validate) */
function unformattable({ formats }: LabelFormat): readonly Problem[] {
  const names = formats.map(({ label }) => label.name);
  return formats.flatMap(({ label }, index) => {
    if (label.name === "__error__") {
      return [
        templateProblem(
          label,
          "label_format of __error__",
          "a label that Loki doesn't set itself",
          "name another label",
        ),
      ];
    }
    if (names.indexOf(label.name) === index) return [];
    return [
      templateProblem(
        label,
        `"${label.name}" twice in one label_format`,
        "each label once",
        "use a second label_format",
      ),
    ];
  });
}

function templateProblem({ from, to }: Span, got: string, expected: string, remedy: string): Problem {
  return { kind: "template", moment: "evaluation", from, to, got, expected, remedy };
}

/** Returns the problem that RE2 finds in a regular expression, or null. */
export function expressionProblem({ from, to, value }: Text, moment: Moment): Problem | null {
  const expression = regularExpression(value);
  if (!isProblem(expression)) return null;
  return {
    kind: "regexp",
    moment,
    from,
    to,
    got: `${JSON.stringify(value)} (RE2: ${expression.problem})`,
    expected: "a regular expression in RE2's syntax",
    remedy: remedyFor(value),
  };
}

function remedyFor(value: string): string {
  if (/\(\?<?[=!]/.test(value))
    return "RE2 has no look-around: match the surrounding text, too, or filter in two steps";
  if (/\\[1-9]/.test(value)) return "RE2 has no backreferences: repeat the pattern of the group";
  return "fix the expression, or filter by plain text with |= or !=";
}
