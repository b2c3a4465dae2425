import type { Block } from "../../../src/alloy/syntax";
import type { Check } from "../../../src/checks/check";
import { expressions } from "../../../src/checks/pipeline/expressions";
import { selectors } from "../../../src/checks/pipeline/selectors";
import { stageRules } from "../../../src/checks/pipeline/stage-rules";
import { stage } from "./pipelines";

const drop = (selector: string) => stage("match", { selector, action: "drop" });

/** Stages that "alloy validate" accepts but Alloy does not start with, by the check that reports them. */
export const REFUSED_STAGES: readonly (readonly [words: string, check: Check, stage: Block])[] = [
  ["a drop without condition", stageRules, stage("drop", { drop_counter_reason: "none" })],
  ["a drop by value and expression", stageRules, stage("drop", { source: "a", value: "b", expression: "c" })],
  ["a drop by the value of nothing", stageRules, stage("drop", { value: "b", older_than: "1h" })],
  ["a drop of no label", stageRules, stage("label_drop", { values: [] })],
  ["a keeping of no label", stageRules, stage("label_keep", { values: [] })],
  ["a limit by label that waits", stageRules, stage("limit", { rate: 1, burst: 1, by_label_name: "pod" })],
  ["a match that keeps for nothing", stageRules, stage("match", { selector: '{a="b"}' })],
  [
    "a match of another action",
    stageRules,
    stage("match", { selector: '{a="b"}', action: "discard" }, [stage("docker")]),
  ],
  [
    "a match that drops, and goes on",
    stageRules,
    stage("match", { selector: '{a="b"}', action: "drop" }, [stage("docker")]),
  ],
  ["a drop by a look-ahead", expressions, stage("drop", { expression: "GET(?!/)" })],
  ["a regex with an open bracket", expressions, stage("regex", { expression: "(?P<a>b" })],
  ["a replacement of a back-reference", expressions, stage("replace", { expression: "(a)\\1", replace: "b" })],
  ["a first line with a look-behind", expressions, stage("multiline", { firstline: "(?<=a)b" })],
  ["metadata by half an expression", expressions, stage("structured_metadata", { regex: "a[" })],
  [
    "an expression inside of a match",
    expressions,
    stage("match", { selector: '{a="b"}' }, [stage("drop", { expression: "(" })]),
  ],
  ["a selector in backticks", selectors, drop("{a=`b`}")],
  ["a selector without matcher", selectors, drop("{}")],
  ["a selector with a parser", selectors, drop('{a="b"} | json')],
  ["a selector without braces", selectors, drop('|= "b"')],
  ["a filter that RE2 doesn't compile", selectors, drop('{a="b"} |~ "("')],
  ["a matcher that RE2 doesn't compile", selectors, drop('{a=~"("}')],
  ["a filter with an escape of no one's", selectors, drop('{a="b"} |= "\\w"')],
];
