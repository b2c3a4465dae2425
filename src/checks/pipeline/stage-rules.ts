import type { Block } from "../../alloy/syntax";
import type { Check } from "../check";
import { attribute, onEveryBlock, type Problem, textOf, textsOf } from "./blocks";

type Rule = (stage: Block) => Problem | null;

const CONDITIONS = ["source", "expression", "older_than", "longer_than"];

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "stage.drop": [dropsOnCondition, dropsByOne, dropsValueOfSource],
  "stage.label_drop": [namesLabels],
  "stage.label_keep": [namesLabels],
  "stage.limit": [limitsLines, limitsByDropping],
  "stage.match": [knowsAction, keepsForStages, dropsWithoutStages],
};

export const stageRules: Check = {
  id: "pipeline-stages",
  title: "Stages are complete and consistent",
  severity: "error",
  why: "an agent does not start if a stage is empty or has arguments that exclude each other",
  remedy: "complete the stage, or remove the argument",
  evidence:
    'Alloy 1.18.1: "alloy validate" accepts these stages, and "alloy run" ends with "Failed to build component" (internal/component/loki/process/stages)',
  find: onEveryBlock(
    (block) => RULES[block.name]?.map((rule) => rule(block)).find((problem) => problem !== null) ?? null,
  ),
};

function dropsOnCondition(stage: Block): Problem | null {
  if (CONDITIONS.some((name) => isSet(stage, name))) return null;
  return {
    got: "no condition",
    expected: `one of ${CONDITIONS.join(", ")}`,
    remedy: "set a condition for the lines to drop",
  };
}

function dropsByOne(stage: Block): Problem | null {
  if (!isSet(stage, "value") || !isSet(stage, "expression")) return null;
  return { got: "value and expression", expected: "one of the two", remedy: "remove one of them" };
}

function dropsValueOfSource(stage: Block): Problem | null {
  if (!isSet(stage, "value") || isSet(stage, "source")) return null;
  return { got: "value without source", expected: "a source", remedy: "set source to the name of the extracted value" };
}

function namesLabels(stage: Block): Problem | null {
  if (textsOf(stage, "values").length > 0) return null;
  return {
    got: "no label",
    expected: "at least one label",
    remedy: "list the labels in values, or remove the stage",
  };
}

function limitsLines(stage: Block): Problem | null {
  const wrong = ["rate", "burst"].filter((name) => !isPositive(attribute(stage, name)));
  if (wrong.length === 0) return null;
  return { got: `no positive ${wrong.join(" and ")}`, expected: "lines above zero", remedy: "set rate and burst" };
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function limitsByDropping(stage: Block): Problem | null {
  if (!isSet(stage, "by_label_name") || attribute(stage, "drop") === true) return null;
  return {
    got: "by_label_name without drop",
    expected: "drop = true",
    remedy: "set drop = true, or remove by_label_name",
  };
}

function knowsAction(stage: Block): Problem | null {
  const action = textOf(stage, "action");
  if (action === null || action === "keep" || action === "drop") return null;
  return { got: `action = ${JSON.stringify(action)}`, expected: '"keep" or "drop"', remedy: "use one of the two" };
}

function keepsForStages(stage: Block): Problem | null {
  if (textOf(stage, "action") === "drop" || hasStages(stage)) return null;
  return {
    got: 'action = "keep" without stages',
    expected: "stages for the matching lines",
    remedy: 'add stages, or set action = "drop"',
  };
}

function dropsWithoutStages(stage: Block): Problem | null {
  if (textOf(stage, "action") !== "drop" || !hasStages(stage)) return null;
  return { got: 'action = "drop" with stages', expected: "no stages", remedy: "remove them: no line reaches them" };
}

function hasStages({ blocks = [] }: Block): boolean {
  return blocks.length > 0;
}

/** Alloy treats an empty text as unset. */
function isSet(stage: Block, name: string): boolean {
  const value = attribute(stage, name);
  return value !== undefined && value !== "";
}
