import type { Block } from "../../alloy/syntax";
import type { Check } from "../check";
import { attribute, onEveryBlock, type Problem, textOf, textsOf } from "./blocks";

type Rule = (stage: Block) => Problem | null;

const CONDITIONS = ["source", "expression", "older_than", "longer_than"];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "stage.drop": [dropsOnCondition, dropsByOne, dropsValueOfSource],
  "stage.label_drop": [namesLabels],
  "stage.label_keep": [namesLabels],
  "stage.limit": [limitsByDropping],
  "stage.match": [knowsAction, keepsForStages, dropsWithoutStages],
};

export const stageRules: Check = {
  id: "pipeline-stages",
  severity: "error",
  reason: "an agent with a stage that says nothing, or two things that don't go together, doesn't start",
  evidence:
    'Alloy 1.18.1: "alloy validate" calls these stages valid, and "alloy run" ends with "Failed to build component" (internal/component/loki/process/stages)',
  find: onEveryBlock((block) => RULES[block.name]?.map((rule) => rule(block)).find((found) => found !== null) ?? null),
};

function dropsOnCondition(stage: Block): Problem | null {
  if (CONDITIONS.some((name) => isSet(stage, name))) return null;
  return { got: "no condition", expected: `one of ${CONDITIONS.join(", ")}`, remedy: "say which lines are dropped" };
}

function dropsByOne(stage: Block): Problem | null {
  if (!isSet(stage, "value") || !isSet(stage, "expression")) return null;
  return { got: "value and expression", expected: "one of the two", remedy: "leave one of them out" };
}

function dropsValueOfSource(stage: Block): Problem | null {
  if (!isSet(stage, "value") || isSet(stage, "source")) return null;
  return { got: "value without source", expected: "a source", remedy: "say whose value it is, with source" };
}

function namesLabels(stage: Block): Problem | null {
  if (textsOf(stage, "values").length > 0) return null;
  return {
    got: "no label",
    expected: "at least one label",
    remedy: "name the labels in values, or leave the stage out",
  };
}

function limitsByDropping(stage: Block): Problem | null {
  if (!isSet(stage, "by_label_name") || attribute(stage, "drop") === true) return null;
  return {
    got: "by_label_name without drop",
    expected: "drop = true",
    remedy: "write drop = true, or limit all lines",
  };
}

function knowsAction(stage: Block): Problem | null {
  const action = textOf(stage, "action");
  if (action === null || action === "keep" || action === "drop") return null;
  return { got: `action = ${JSON.stringify(action)}`, expected: '"keep" or "drop"', remedy: "write one of the two" };
}

function keepsForStages(stage: Block): Problem | null {
  if (textOf(stage, "action") === "drop" || hasStages(stage)) return null;
  return {
    got: 'action = "keep" without stages',
    expected: "stages for the lines that match",
    remedy: "add them, or drop",
  };
}

function dropsWithoutStages(stage: Block): Problem | null {
  if (textOf(stage, "action") !== "drop" || !hasStages(stage)) return null;
  return { got: 'action = "drop" with stages', expected: "no stages", remedy: "leave them out: nothing reaches them" };
}

function hasStages({ blocks = [] }: Block): boolean {
  return blocks.length > 0;
}

/** Alloy takes an empty text for none. */
function isSet(stage: Block, name: string): boolean {
  const value = attribute(stage, name);
  return value !== undefined && value !== "";
}
