import type { Block } from "../../alloy/syntax";
import type { Check } from "../check";
import { keysOf, onEveryBlock, type Problem, textOf } from "./blocks";

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
const LABEL = /^[A-Za-z_]\w*$/;

const WITH_VALUES = ["stage.labels", "stage.static_labels", "stage.structured_metadata"];

export const labelNames: Check = {
  id: "pipeline-label-names",
  title: "Label names are valid in Loki",
  severity: "error",
  why: "Alloy sends a label of any name, and Loki rejects the whole batch if one name is invalid",
  remedy: "use letters, digits and underscores, without a leading digit",
  evidence:
    'Alloy 1.18.1 and Loki 3.7.8, run with a label "bad-name": Loki answers 400 "couldn\'t parse labels", and Alloy drops the batch, including the lines of other streams',
  find: onEveryBlock(problem),
};

function problem(block: Block): Problem | null {
  const wrong = named(block).find((name) => !LABEL.test(name));
  if (wrong === undefined) return null;
  return {
    got: `a label named ${JSON.stringify(wrong)}`,
    expected: "letters, digits and underscores, without a leading digit",
    remedy: `rename it, for example to ${JSON.stringify(wrong.replace(/\W/g, "_").replace(/^(?=\d|$)/, "_"))}`,
  };
}

function named(block: Block): readonly string[] {
  if (block.name === "rule") return [textOf(block, "target_label") ?? []].flat();
  if (block.name === "loki.source.journal") return keysOf(block, "labels");
  return WITH_VALUES.includes(block.name) ? keysOf(block, "values") : [];
}
