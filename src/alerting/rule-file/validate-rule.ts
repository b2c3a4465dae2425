import { quoted } from "../../settings/messages";
import type { Fields } from "./fields";
import type { LocatedText } from "./located-text";
import { IN_LIST, IN_MAPPING, type Indentation, unreadable } from "./rewritten";
import type { Rule } from "./rule";

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/metric.go (LegacyValidation) */
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Reports what an alert or a recording rule must not have, and texts that the ruler can't read again. */
export function validateRule(rule: Omit<Rule, "expr">, expr: LocatedText | null, fields: Fields): void {
  rejectMixedKinds(rule, fields);
  rejectUnreadable(rule, expr, fields);
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (validateRule) */
function rejectMixedKinds(rule: Omit<Rule, "expr">, fields: Fields): void {
  const owner = `rule "${rule.name}"`;
  if (rule.kind === "alert") {
    const record = fields.text("record");
    if (record === null) return;
    fields.report(record, `${owner} with both alert and record`, "one of the two", "split it into two rules");
    return;
  }
  if (!METRIC_NAME.test(rule.name)) {
    const remedy = "use letters, digits, underscores and colons, such as level:errors:rate5m";
    fields.report(rule.title, `a recording rule named ${quoted(rule.name)}`, "a name of a metric", remedy);
  }
  const [annotation] = rule.annotations;
  if (annotation !== undefined) {
    const remedy = "remove them: only alerts have annotations";
    fields.report(annotation.title, `recording ${owner} with annotations`, "a recording rule without them", remedy);
  }
  if (rule.for !== null && rule.for.duration.toSeconds() > 0) {
    const remedy = "remove it: only alerts wait before they fire";
    fields.report(rule.for.text, `recording ${owner} with for`, "a recording rule without it", remedy);
  }
}

/** The ruler loads these texts, but not the copy that it makes of them. */
function rejectUnreadable(
  { kind, title, labels, annotations }: Omit<Rule, "expr">,
  expr: LocatedText | null,
  fields: Fields,
) {
  rejectUnreadableText(kind, title, IN_LIST, fields);
  if (expr !== null) rejectUnreadableText("expr", expr, IN_LIST, fields);
  for (const { name, text } of [...labels, ...annotations]) rejectUnreadableText(name, text, IN_MAPPING, fields);
}

/** The ruler loads the text, but not the copy that it makes of it. */
export function rejectUnreadableText(name: string, text: LocatedText, indentation: Indentation, fields: Fields): void {
  const start = unreadable(text.value, indentation);
  if (start === null) return;
  const got = `${fields.owner} with several lines under ${name} that start with ${start}: the ruler can't read its own copy of them`;
  fields.report(text, got, "a text that starts with its first word", `remove ${start} at the start of the text`);
}
