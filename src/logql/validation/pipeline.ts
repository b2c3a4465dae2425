import { analyzeTemplate } from "../../go-template";
import {
  type AmountFilter,
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
import type { Phase, Problem } from "../errors";
import { FORMAT_FUNCTIONS } from "../functions";
import { isAddressRange } from "../literals";
import { matches, selects } from "../matching";
import { filterPatternProblem, isProblem, parserPatternProblem, regularExpression } from "../patterns";

/** Returns the problems that Loki finds in a selection when it loads or evaluates it. */
export function selectionProblems({ matchers, selector, stages }: Selection): readonly Problem[] {
  const inMatchers = matchers.flatMap(matcherProblems);
  const inStages = stages.flatMap((stage) => [
    ...stageProblems(stage),
    ...stageMatchers(stage).flatMap(matcherProblems),
  ]);
  const compile = inMatchers.every(({ phase }) => phase === "evaluation");
  if (!compile || matchers.some(selects)) return [...inMatchers, ...inStages];
  return [{ ...unselective(matchers), from: selector.from, to: selector.to }, ...inStages];
}

export function matcherProblems({ label, operator, value }: Matcher): readonly Problem[] {
  // Prometheus compiles no alternation of plain texts, so these may contain bytes that aren't UTF-8.
  const compiles = operator.endsWith("~") && /[\\.+*?()[\]{}^$]/.test(value.value);
  const problem = compiles ? expressionProblem(value, "load") : null;
  if (problem !== null) return [problem];
  // Loki evaluates a query as it prints it, and it prints other names in quotes, which it can't read.
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(label.name)) return [];
  const got = `a matcher of the label ${label.name}`;
  const remedy = "write the label's name in ASCII, as Loki stores it";
  return [problemAt(label, "syntax", "evaluation", got, "letters of ASCII, digits and underscores", remedy)];
}

function unselective(matchers: readonly Matcher[]): Omit<Problem, "from" | "to"> {
  const all = matchers.find((matcher) => matcher.operator === "=~" && matches(matcher, ""));
  return {
    kind: "selector",
    phase: "load",
    got:
      matchers.length === 0
        ? "a selector without a matcher"
        : "matchers that a stream without these labels also satisfies",
    expected: "a matcher that an absent label doesn't satisfy",
    remedy:
      all === undefined
        ? 'name a label that the lines have, such as {namespace=~".+"}'
        : `write {${all.label.name}=~".+"}: .+ requires the label, ${JSON.stringify(all.value.value)} doesn't`,
  };
}

/** Returns the problems that Loki finds in a stage when it loads or evaluates it. */
function stageProblems(stage: Stage): readonly Problem[] {
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
      return filterProblems(stage.filter);
    case "lineFormat":
    case "labelFormat":
      return templateProblems(stage);
    default:
      return [];
  }
}

/** Returns the problems that Loki finds in one alternative of a line filter when it evaluates it. */
function lineTextProblems(filter: LineFilter, text: LineText): readonly Problem[] {
  const { operator } = filter;
  if (text.address) return lineAddressProblems(filter, text);
  if (operator.endsWith(">")) return patternProblems(text, filterPatternProblem(text.value), "evaluation");
  const problem = operator.endsWith("~") ? expressionProblem(text, "evaluation") : null;
  return problem === null ? [] : [problem];
}

/** Beside other alternatives, Loki silently reads ip(…) as plain text. */
function lineAddressProblems({ operator, alternatives }: LineFilter, text: LineText): readonly Problem[] {
  if (alternatives.length > 1 && operator.startsWith("|")) return [];
  if (operator === "|=" || operator === "!=") return addressRangeProblems(text, text.value);
  const instead = operator.startsWith("|") ? "|=" : "!=";
  const expected = "|= or != before ip(…)";
  return [problemAt(text, "regexp", "evaluation", `${operator} before ip(…)`, expected, `write ${instead} there`)];
}

/** Returns the problems that Loki finds in a label filter when it evaluates it. */
export function filterProblems(filter: LabelFilter): readonly Problem[] {
  if (filter.kind === "address") return addressRangeProblems(filter, filter.addresses);
  if (filter.kind === "amount" && !Number.isFinite(filter.amount)) return [infiniteAmount(filter)];
  if (filter.kind !== "and" && filter.kind !== "or") return [];
  return [...filterProblems(filter.left), ...filterProblems(filter.right)];
}

/** Loki evaluates a query as it prints it, and can't read what it prints for infinity. */
function infiniteAmount(filter: AmountFilter): Problem {
  const got = `a comparison of ${filter.label.name} with a number beyond 64 bits`;
  return problemAt(filter, "syntax", "evaluation", got, "at most 1.7e308", "write a smaller number");
}

function addressRangeProblems(span: Span, written: string): readonly Problem[] {
  if (isAddressRange(written)) return [];
  const expected = "an IP address, a network or an address range";
  const remedy = 'write it like ip("10.0.0.1"), ip("10.0.0.0/8") or ip("10.0.0.1-10.0.0.9")';
  return [problemAt(span, "regexp", "evaluation", `ip(${JSON.stringify(written)})`, expected, remedy)];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/parser.go (NewRegexpParser) */
function regexpParserProblems({ expression }: RegexpParser): readonly Problem[] {
  const problem = expressionProblem(expression, "load");
  if (problem !== null) return [problem];
  const compiled = regularExpression(expression.value);
  if (isProblem(compiled) || compiled.names.length > 0) return [];
  const expected = "at least one named group, which becomes a label";
  const remedy = "name the group to extract: (?P<name>…)";
  return [problemAt(expression, "regexp", "load", "a regexp parser without a named group", expected, remedy)];
}

function patternParserProblems({ expression }: PatternParser): readonly Problem[] {
  return patternProblems(expression, parserPatternProblem(expression.value), "load");
}

function patternProblems(span: Span, problem: string | null, phase: Phase): readonly Problem[] {
  if (problem === null) return [];
  const expected =
    phase === "load" ? "named captures with text between them" : "unnamed captures, <_>, with text between them";
  return [
    problemAt(span, "regexp", phase, `a pattern with ${problem}`, expected, 'write it like "<_> status=<status> <_>"'),
  ];
}

function problemAt(
  { from, to }: Span,
  kind: Problem["kind"],
  phase: Phase,
  got: string,
  expected: string,
  remedy: string,
): Problem {
  return { kind, phase, from, to, got, expected, remedy };
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

/** Returns the problems that Loki finds in extractions, which it parses only at evaluation. */
function pathProblems({ kind, extractions }: ExtractingParser): readonly Problem[] {
  return extractions.filter(({ path }) => !PATHS[kind].test(path.value)).map(({ path }) => invalidPath(kind, path));
}

function invalidPath(kind: ExtractingParser["kind"], { from, to, value }: Extraction["path"]): Problem {
  const expected = kind === "json" ? "a path of fields, keys and indexes" : "a key of letters, digits and underscores";
  const got = `${kind} with ${JSON.stringify(value)}`;
  return { kind: "syntax", phase: "evaluation", from, to, got, expected, remedy: `write it like ${EXAMPLES[kind]}` };
}

/** Returns the problems that Loki finds in templates, which it parses only at evaluation. */
function templateProblems(stage: LineFormat | LabelFormat): readonly Problem[] {
  if (stage.kind === "lineFormat") return templateTextProblems(stage.template);
  return [
    ...stage.formats.flatMap(({ from }) => (from.kind === "text" ? templateTextProblems(from) : [])),
    ...invalidLabelFormats(stage),
  ];
}

function templateTextProblems(text: Text): readonly Problem[] {
  const { problem } = analyzeTemplate(text.value, { functions: FORMAT_FUNCTIONS });
  if (problem === null) return [];
  return [templateProblem(text, problem.got, "a valid Go template", problem.remedy)];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/fmt.go (validate) */
function invalidLabelFormats({ formats }: LabelFormat): readonly Problem[] {
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
  return { kind: "template", phase: "evaluation", from, to, got, expected, remedy };
}

/** Returns the problem that RE2 finds in a regular expression, or null. */
export function expressionProblem({ from, to, value }: Text, phase: Phase): Problem | null {
  const expression = regularExpression(value);
  if (!isProblem(expression)) return null;
  return {
    kind: "regexp",
    phase,
    from,
    to,
    got: `${JSON.stringify(value)} (RE2: ${expression.problem})`,
    expected: "a regular expression in RE2's syntax",
    remedy: remedyFor(value),
  };
}

function remedyFor(value: string): string {
  if (/\(\?<?[=!]/.test(value))
    return "RE2 doesn't support lookaround: match the surrounding text, too, or use two filters";
  if (/\\[1-9]/.test(value)) return "RE2 doesn't support backreferences: repeat the pattern of the group";
  const glob = value.replace(/(^|[|(])\*/g, "$1.*");
  if (glob !== value && !isProblem(regularExpression(glob)))
    return `write ${JSON.stringify(glob)}: * repeats what precedes it`;
  return "fix the expression, or filter by plain text with |= or !=";
}
