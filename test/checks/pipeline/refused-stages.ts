import type { Block } from "../../../src/alloy/syntax";
import type { Check } from "../../../src/checks/check";
import { expressions } from "../../../src/checks/pipeline/expressions";
import { selectors } from "../../../src/checks/pipeline/selectors";
import { stageRules } from "../../../src/checks/pipeline/stage-rules";
import { stage } from "./pipelines";

const drop = (selector: string) => stage("match", { selector, action: "drop" });

/** Stages that "alloy validate" accepts but Alloy does not start with, by the check that reports them. */
export const REFUSED_STAGES: readonly (readonly [words: string, check: Check, stage: Block])[] = [
  ["a drop without a condition", stageRules, stage("drop", { drop_counter_reason: "none" })],
  ["a drop with both value and expression", stageRules, stage("drop", { source: "a", value: "b", expression: "c" })],
  ["a drop with a value but no source", stageRules, stage("drop", { value: "b", older_than: "1h" })],
  ["a stage.label_drop without labels", stageRules, stage("label_drop", { values: [] })],
  ["a stage.label_keep without labels", stageRules, stage("label_keep", { values: [] })],
  ["a limit of nothing", stageRules, stage("limit", { rate: 0, burst: 1 })],
  ["a limit by label that delays lines", stageRules, stage("limit", { rate: 1, burst: 1, by_label_name: "pod" })],
  ["a match that keeps lines but has no stages", stageRules, stage("match", { selector: '{a="b"}' })],
  [
    "a match with an unknown action",
    stageRules,
    stage("match", { selector: '{a="b"}', action: "discard" }, [stage("docker")]),
  ],
  [
    "a match that drops lines but has stages",
    stageRules,
    stage("match", { selector: '{a="b"}', action: "drop" }, [stage("docker")]),
  ],
  ["a drop with a look-ahead", expressions, stage("drop", { expression: "GET(?!/)" })],
  ["a regex with an unclosed bracket", expressions, stage("regex", { expression: "(?P<a>b" })],
  ["a replace stage with a back-reference", expressions, stage("replace", { expression: "(a)\\1", replace: "b" })],
  ["a multiline stage with a look-behind", expressions, stage("multiline", { firstline: "(?<=a)b" })],
  ["structured metadata with an incomplete expression", expressions, stage("structured_metadata", { regex: "a[" })],
  [
    "an expression inside of a match",
    expressions,
    stage("match", { selector: '{a="b"}' }, [stage("drop", { expression: "(" })]),
  ],
  ["a selector in backticks", selectors, drop("{a=`b`}")],
  ["a selector without a matcher", selectors, drop("{}")],
  ["a selector with a parser", selectors, drop('{a="b"} | json')],
  ["a selector without braces", selectors, drop('|= "b"')],
  ["a filter that RE2 cannot compile", selectors, drop('{a="b"} |~ "("')],
  ["a matcher that RE2 cannot compile", selectors, drop('{a=~"("}')],
  ["a filter with an unknown escape", selectors, drop('{a="b"} |= "\\w"')],
];
