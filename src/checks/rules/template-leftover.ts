import type { AlertText, RuleAnalysis } from "../../alerting/rule-analysis";
import { writeLabel } from "./label-remedy";
import { type RuleFinding, ruleCheck, textsOf } from "./rule-check";

export const ruleTemplateLeftover = ruleCheck({
  id: "rule-template-leftover",
  title: "Alerts print values, not the syntax of templates",
  severity: "warning",
  why: "the notification has template syntax in place of the value, or no text",
  remedy: "write {{ $labels.name }} or {{ $value }}",
  evidence:
    "Prometheus expands only what {{ }} encloses: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/",
  find: (rule) => [...unexpanded(rule), ...leftovers(rule)],
});

const ACTION = /\{\{.*?\}\}/s;

/** Loki expands neither the name of an alert nor the labels of a recording rule. */
function unexpanded({ rule }: RuleAnalysis): readonly RuleFinding[] {
  const expected = "a text without a template";
  if (rule.kind === "alert") {
    const [found] = ACTION.exec(rule.title.value) ?? [];
    const got = `the alert's name with ${found}, which Loki does not expand`;
    const remedy = `remove ${found} from the name; an annotation can have it`;
    return found === undefined ? [] : [{ location: rule.title.location(), got, expected, remedy }];
  }
  return rule.labels.flatMap(({ name, text }) => {
    const [found] = ACTION.exec(text.value) ?? [];
    const got = `labels.${name} with ${found}, which Loki expands only in an alert`;
    const remedy = `write the value, or remove ${name}: the series keep the labels of the query`;
    return found === undefined ? [] : [{ location: text.location(), got, expected, remedy }];
  });
}

interface Leftover {
  readonly pattern: RegExp;
  readonly remedy: (rule: RuleAnalysis, found: string) => string;
}

/** What no alert prints on purpose, the most specific first. */
const LEFTOVERS: readonly Leftover[] = [
  {
    pattern: /\{\{.*?\}\}|\{\{|\}\}/s,
    remedy: (rule, found) => {
      const quotes = "remove the quotes that protect {{ }} from another template language";
      if (!/\$(?:labels|value)\b/.test(found)) return quotes;
      const isWhole = /^\{\{.*\}\}$/s.test(found) && labelsIn(found).every((label) => rule.labels.mayHave(label));
      return `${quotes}, and ${isWhole ? `write ${found}` : writeVariable(rule, found)}`;
    },
  },
  { pattern: /\{%.*?%\}/s, remedy: () => "remove it: nothing expands the syntax of Jinja" },
  {
    pattern: /\$\{? ?(?:labels|value)\b[.\w]*/i,
    remedy: writeVariable,
  },
  { pattern: /\$\{[a-z][\w.]*\}/, remedy: () => "write the value: nothing replaces variables in this file" },
  { pattern: /\[\[\s*[.$]\w.*?\]\]/, remedy: () => "write {{ }} in place of [[ ]]" },
  { pattern: /<no value>|<error expanding template/, remedy: () => "remove it: it is the result of a failed template" },
];

function labelsIn(text: string): readonly string[] {
  return [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label);
}

function writeVariable(rule: RuleAnalysis, found: string): string {
  if (/\$\{? ?value/i.test(found)) return "write {{ $value }}";
  const [, label] = /labels\.(\w+)/i.exec(found) ?? [];
  return label === undefined ? "write {{ $labels.name }} with the name of a label" : writeLabel(rule, label);
}

function leftovers(rule: RuleAnalysis): readonly RuleFinding[] {
  const found = new Map<string, FoundLeftover>();
  for (const text of rule.texts) {
    const leftover = text.template.problem === null ? leftoverIn(rule, text) : null;
    if (leftover === null) continue;
    // The same leftover in several texts is one mistake.
    const known = found.get(leftover.remedy);
    found.set(leftover.remedy, known === undefined ? leftover : { ...known, texts: [...known.texts, text] });
  }
  return [...found.values()].map(asFinding);
}

interface FoundLeftover {
  readonly texts: readonly [AlertText, ...AlertText[]];
  readonly got: string;
  readonly remedy: string;
}

function leftoverIn(rule: RuleAnalysis, text: AlertText): FoundLeftover | null {
  if (text.isEmpty && !readsMissingLabel(rule, text)) {
    return {
      texts: [text],
      got: "a template that prints nothing",
      remedy: "write the text, or remove the empty template",
    };
  }
  if (text.example === null || text.faults.length > 0) return null;
  for (const { pattern, remedy } of LEFTOVERS) {
    const found = pattern.exec(text.example);
    if (found !== null)
      return {
        texts: [text],
        got: `${found[0].trim().slice(0, 60)}, which it prints as it is`,
        remedy: remedy(rule, found[0]),
      };
  }
  return null;
}

/** rule-template reports such a text. */
function readsMissingLabel({ labels }: RuleAnalysis, { template }: AlertText): boolean {
  return template.references.some(({ path }) => path.some((name) => !labels.mayHave(name)));
}

function asFinding({ texts, got, remedy }: FoundLeftover): RuleFinding {
  const [first] = texts;
  return {
    location: first.entry.text.location(),
    got: `${textsOf(texts)} with ${got}`,
    expected: "a text with the values of the alert",
    remedy,
  };
}
