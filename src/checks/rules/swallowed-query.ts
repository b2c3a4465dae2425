import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { lineComments, type Span } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleSwallowedQuery = ruleCheck({
  id: "rule-swallowed-query",
  title: "Comments of queries end with their line",
  severity: "error",
  acceptable: false,
  why: "the comment hides the rest of the query: the rule loses its threshold, or Loki cannot parse it and loads no rule of any file",
  remedy: "write expr: | instead, which keeps the lines, or remove the comment",
  evidence: "https://yaml.org/spec/1.1/#id929764 (line folding); Loki 3.7.8 fires such a rule on any line",
  find: (rule) => swallowedQuery(rule),
});

/** Finds the first comment of a query that hides lines below it, because YAML joins these with its own. */
export function swallowedQuery(rule: RuleAnalysis): readonly RuleFinding[] {
  const cut = cutQuery(rule);
  if (cut !== null) return [cut];
  if (!/#|\/\//.test(rule.rule.expr.value)) return [];
  for (const comment of lineComments(rule.rule.expr.value)) {
    const hidden = hiddenLines(rule, comment);
    if (hidden.length > 0) return [finding(rule, comment, hidden)];
  }
  return [];
}

/** In a value without quotes, a "#" after a space starts a comment of YAML, even in a string of the query. */
function cutQuery(rule: RuleAnalysis): RuleFinding | null {
  const { expr } = rule.rule;
  if (/^["'|>]/.test(expr.written) || !rule.problems.some(({ phase }) => phase === "load")) return null;
  const location = expr.location();
  const line = expr.line(location.endLine);
  const comment = line.slice(location.endColumn - 1);
  if (!/^[ \t]+#/.test(comment)) return null;
  return {
    location: { ...location, line: location.endLine, column: location.endColumn, endColumn: line.length + 1 },
    got: `a query that YAML cuts at ${shortened(comment.trim())}, which it takes for a comment`,
    expected: "the query below expr: |",
    remedy: "write expr: | and put the query on the next line, indented by two more spaces",
  };
}

/** Returns the lines of the file that the comment extends to, without those that are comments themselves. */
function hiddenLines(rule: RuleAnalysis, comment: Span): readonly string[] {
  const text = rule.rule.expr.value.slice(comment.from, comment.to).trimEnd();
  const { line } = inQuery(rule, { from: comment.from, to: comment.from + 1 });
  const last = inQuery(rule, { from: comment.from + text.length - 1, to: comment.from + text.length }).line;
  if (last === line) return [];
  const lines = Array.from({ length: last - line }, (_, index) => rule.rule.expr.line(line + 1 + index));
  return lines.map((one) => one.trim()).filter((one) => one !== "" && !/^(?:#|\/\/)/.test(one));
}

function finding(rule: RuleAnalysis, comment: Span, hidden: readonly string[]): RuleFinding {
  const written = rule.rule.expr.written;
  const location = inQuery(rule, { from: comment.from, to: comment.from + 1 });
  const line = rule.rule.expr
    .line(location.line)
    .slice(location.column - 1)
    .trim();
  const header = /^>[-+0-9]*/.exec(written)?.[0];
  const block =
    header === undefined
      ? "expr: | and the query below it, without the quotes and their escapes"
      : `expr: ${header.replace(">", "|")} instead of expr: ${header}`;
  return {
    location,
    got: `the comment ${shortened(line)}, which also hides ${shortened(hidden.join(" "))} from the lines below it`,
    expected: "a comment that ends with its line",
    remedy: `write ${block}, or remove the comment`,
  };
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
