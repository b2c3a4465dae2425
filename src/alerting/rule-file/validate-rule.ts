import { quoted } from "../../settings/messages";
import type { Fields } from "./fields";
import type { LocatedText } from "./located-text";
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

/** The spaces by which the ruler indents each line of a text, and those that it expects when it reads them. */
interface Indentation {
  readonly written: number;
  readonly read: number;
}

/** Groups and rules are items of lists. There, the ruler's YAML library writes two spaces less than it announces. */
export const IN_LIST: Indentation = { written: 12, read: 14 };
/** Labels and annotations are one level further in. */
const IN_MAPPING: Indentation = { written: 16, read: 16 };

/**
 * Returns why the ruler can't read a text of several lines that it wrote itself; null if it can. It writes all rules to
 * a file in its scratch directory, from which the rule manager loads them. Loki 3.7.8 reports "loading groups failed".
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/base/mapper.go
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/emitterc.go (yaml_emitter_write_block_scalar_hints)
 */
function unreadable(text: string, { written, read }: Indentation): "an empty line" | "a space" | "a tab" | null {
  if (!isWrittenAsBlock(text)) return null;
  if (text.startsWith("\t")) return "a tab";
  if (!/^[ \n]/.test(text)) return null;
  const missing = read - written;
  const isTooShort = text.split("\n").some((line) => line !== "" && line.length - line.trimStart().length < missing);
  if (!isTooShort) return null;
  return text.startsWith("\n") ? "an empty line" : "a space";
}

/** The library writes other texts in quotes, which it reads without error. */
function isWrittenAsBlock(text: string): boolean {
  const isPrintable = !/[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
  return text.includes("\n") && !/ (?:\n|$)/.test(text) && isPrintable;
}
