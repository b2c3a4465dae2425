import { analysedRules, type RuleAnalysis } from "../../alerting/analysis/rule-analysis";
import type { Span } from "../../logql";
import type { SourceLocation } from "../../settings/source-location";
import type { RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding, Severity } from "../check";

export interface RuleCheckProps {
  readonly id: string;
  readonly severity: Severity;
  readonly reason: string;
  readonly evidence: string;
  find(rule: RuleAnalysis, stack: RenderedStack): readonly RuleFinding[];
}

export interface RuleFinding extends Pick<Finding, "got" | "expected" | "remedy"> {
  readonly location: SourceLocation;
}

/** A check of each rule by itself. */
export function ruleCheck({ find, ...check }: RuleCheckProps): Check {
  return {
    ...check,
    find: (stack) =>
      analysedRules(stack.model).flatMap((rule) =>
        find(rule, stack).map((finding) => ({ setting: settingOf(rule), ...finding })),
      ),
  };
}

/** A rule as the person finds it. */
export function settingOf({ file, rule }: Pick<RuleAnalysis, "file" | "rule">): string {
  return `${file.path}: ${rule.name}`;
}

/** Where a piece of a rule's query stands. */
export function inQuery({ rule }: RuleAnalysis, span: Span): SourceLocation {
  return rule.expr.placeOf(span);
}

/** A piece of a rule's query as it was written, on one line. */
export function written({ rule }: RuleAnalysis, { from, to }: Span): string {
  return rule.expr.value.slice(from, to).replace(/\s+/g, " ");
}
