import type { AlertText, RuleAnalysis } from "../../alerting/rule-analysis";
import type { TemplateProblem } from "../../go-template";
import { writeLabel } from "./label-remedy";
import { type RuleFinding, ruleCheck, textsOf } from "./rule-check";
import { counterpartOf } from "./template-counterparts";

export const ruleTemplateForm = ruleCheck({
  id: "rule-template-form",
  title: "Templates of alerts parse",
  severity: "error",
  acceptable: false,
  why: "a template that Go cannot parse prevents all rules in all files from loading",
  remedy: "correct the template",
  evidence: "https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (testTemplateParsing)",
  find: ofAlert,
});

function ofAlert(rule: RuleAnalysis): readonly RuleFinding[] {
  return rule.texts.flatMap((text) => {
    const { problem } = text.template;
    if (problem === null) return [];
    return [
      {
        location: text.entry.text.locationOf(problem),
        got: `${textsOf([text])} with ${problem.got}`,
        expected: "a valid Prometheus template",
        remedy: remedyFor(rule, text, problem),
      },
    ];
  });
}

/** A way to write a template that isn't Go's, and its remedy. */
type Habit = (rule: RuleAnalysis, text: string, problem: TemplateProblem) => string | null;

const HABITS: readonly Habit[] = [
  otherDelimiters,
  subscript,
  oddLabelName,
  strayBrace,
  numberFormat,
  infixOperator,
  labelWithoutDollar,
  counterpart,
  bareLabel,
];

function remedyFor(rule: RuleAnalysis, { entry }: AlertText, problem: TemplateProblem): string {
  for (const habit of HABITS) {
    const remedy = habit(rule, entry.text.value, problem);
    if (remedy !== null) return remedy;
  }
  return problem.remedy;
}

/** {{% raw %}}, {{'{{'}} and similar quotes of Jinja, Ansible and Hugo. */
function otherDelimiters(_: RuleAnalysis, text: string, { from }: TemplateProblem): string | null {
  const before = text.slice(Math.max(0, from - 3), from + 3);
  if (/\{\{%|\{\{\s*'/.test(before))
    return "remove the quotes of the other template language: write {{ $labels.name }}";
  return null;
}

/** Returns the label at the end of the text before a problem, such as "pod" in $labels["pod"]. */
function subscript(rule: RuleAnalysis, text: string, { from }: TemplateProblem): string | null {
  const [, name] = /(?:labels|Labels)\s*\[\s*["'`]?([\w./-]+)/.exec(text.slice(Math.max(0, from - 8), from + 80)) ?? [];
  if (name === undefined || text[from] !== "[") return null;
  return /external$/i.test(text.slice(Math.max(0, from - 14), from - 6))
    ? `write {{ $externalLabels.${asLabel(name)} }}`
    : writeLabel(rule, asLabel(name));
}

/** $labels.app-name and $labels.app.kubernetes.io/name: a label's name in Loki has only letters, digits and "_". */
function oddLabelName(rule: RuleAnalysis, text: string, { from }: TemplateProblem): string | null {
  const [before] = /\$?[lL]abels\.[\w./-]*$/.exec(text.slice(Math.max(0, from - 80), from)) ?? [];
  const [after = ""] = /^[\w./-]*/.exec(text.slice(from, from + 80)) ?? [];
  if (before === undefined || !/^[-/]/.test(after)) return null;
  const name = (before + after).replace(/^\$?[lL]abels\./, "");
  return writeLabel(rule, asLabel(name));
}

/** {{{ $labels.pod }}} and {{ ${labels.pod} }} */
function strayBrace(rule: RuleAnalysis, text: string, { from }: TemplateProblem): string | null {
  if (text[from] !== "{" || text.startsWith("{{", from)) return null;
  const [, name] = /labels\.(\w+)/i.exec(text.slice(from, from + 80)) ?? [];
  return name === undefined ? "write two braces on each side: {{ $value }}" : writeLabel(rule, name);
}

/** {{ $value:.2f }} and {{ $value | %.2f }}, as in Python. */
function numberFormat(_: RuleAnalysis, text: string, { from, unknown }: TemplateProblem): string | null {
  const around = text.slice(Math.max(0, from - 8), from + 10);
  const [, precision] = /(?:\$value\s*(?:\.|:\s*%?\.?)|\|\s*%\.?)(\d*)[a-z]/.exec(around) ?? [];
  return precision === undefined || unknown !== undefined ? null : `write {{ printf "%.${precision || "0"}f" $value }}`;
}

function asLabel(name: string): string {
  return name.replace(/\W/g, "_");
}

const OPERATORS: Readonly<Record<string, string>> = {
  ">": "gt",
  ">=": "ge",
  "<": "lt",
  "<=": "le",
  "==": "eq",
  "=": "eq",
  "!=": "ne",
  "!": "not",
  "&&": "and",
  "||": "or",
};
const ARITHMETIC = /^[-+*/%]/;

/** {{ if $value > 5 }}: Go writes the function first. */
function infixOperator(_: RuleAnalysis, text: string, { from }: TemplateProblem): string | null {
  const [operator] = /^(?:[<>=!]=?|&&|\|\|)/.exec(text.slice(from, from + 2)) ?? [];
  const name = operator === undefined ? undefined : OPERATORS[operator];
  if (name !== undefined) {
    const example = name === "not" ? "not $labels.pod" : `${name} $value 5.0`;
    return `write the function first, as in {{ if ${example} }}`;
  }
  const before = text.slice(Math.max(0, from - 2), from);
  return ARITHMETIC.test(text.slice(from)) && /\s$/.test(before) ? "calculate in the query" : null;
}

/** {{ labels.pod }} */
function labelWithoutDollar(rule: RuleAnalysis, text: string, { unknown, to }: TemplateProblem): string | null {
  if (unknown === undefined || unknown.startsWith("$")) return null;
  if (unknown === "Value") return "write {{ $value }}";
  const [, name] = /^\.(\w+)/.exec(text.slice(to, to + 80)) ?? [];
  if (name !== undefined) return writeLabel(rule, name);
  return unknown.toLowerCase() === "labels" ? "write $labels" : null;
}

function counterpart(_: RuleAnalysis, __: string, { unknown }: TemplateProblem): string | null {
  return unknown === undefined ? null : counterpartOf(unknown);
}

/** {{ namespace }} and {{ $namespace }} */
function bareLabel(rule: RuleAnalysis, _: string, { unknown }: TemplateProblem): string | null {
  const name = unknown?.replace(/^\$/, "");
  return name !== undefined && rule.labels.names.has(name) ? writeLabel(rule, name) : null;
}
