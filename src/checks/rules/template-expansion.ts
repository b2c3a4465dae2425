import type { AlertText, RuleAnalysis } from "../../alerting/rule-analysis";
import type { Fault } from "../../go-template";
import { faultRemedy } from "./fault-remedy";
import { type RuleFinding, ruleCheck, textsOf } from "./rule-check";

export const ruleTemplateExpansion = ruleCheck({
  id: "rule-template-expansion",
  title: "Templates of alerts expand without errors",
  severity: "error",
  why: "the notification has <error expanding template>, %! or <no value> in place of the text",
  remedy: "write what the finding proposes; the template gets $labels, a map of texts, and $value, a float64",
  evidence:
    "https://github.com/prometheus/prometheus/blob/v3.12.0/template/template.go, and Go's text/template with sample values",
  find: faults,
});

interface FaultInTexts {
  readonly fault: Fault;
  readonly written: string;
  readonly texts: readonly AlertText[];
}

/** The same part in several texts is one finding. */
function faults(rule: RuleAnalysis): readonly RuleFinding[] {
  const found = new Map<string, FaultInTexts>();
  for (const text of rule.texts) {
    for (const fault of text.faults) {
      const written = text.entry.text.value.slice(fault.from, fault.to).replace(/\s+/g, " ");
      const known = found.get(written);
      if (known === undefined) found.set(written, { fault, written, texts: [text] });
      else found.set(written, { ...known, texts: [...new Set([...known.texts, text])] });
    }
  }
  return [...found.values()].map((one) => finding(rule, one));
}

function finding(rule: RuleAnalysis, { fault, written, texts }: FaultInTexts): RuleFinding {
  const location = texts[0]?.entry.text.locationOf(fault) ?? rule.rule.expr.location();
  return {
    location,
    got: `${textsOf(texts)} with ${shortened(written)}, which ${effect(fault)}`,
    expected: "a template that expands without an error",
    remedy: faultRemedy(rule, fault, written),
  };
}

const MAXIMUM_LENGTH = 80;

function shortened(written: string): string {
  return written.length > MAXIMUM_LENGTH ? `${written.slice(0, MAXIMUM_LENGTH)}…` : written;
}

function effect({ reason, message }: Fault): string {
  switch (reason.kind) {
    case "format":
      return `prints ${shortened(withoutFiller(reason.text))}`;
    case "type":
      return `fails: ${reason.function} takes ${reason.expected}, not ${reason.got}`;
    case "noValue":
      return "prints <no value>";
    case "field":
      return reason.type.startsWith("struct")
        ? `fails: the template's data has no field "${reason.field}"`
        : `fails: ${message}`;
    case "recursion":
      return `executes "${reason.name}" again and again`;
    default:
      return `fails: ${withoutFiller(message)}`;
  }
}

/** The sample of a label is longer than a message should be. */
function withoutFiller(text: string): string {
  return text.replace(/x{20,}/g, "…");
}
