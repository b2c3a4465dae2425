import type { Command, Node, Operand, Pipeline, Span } from "./ast";
import { TemplateError, type TemplateProblem } from "./lexer";
import { parseTemplate, type TemplateContext } from "./parser";

/** A value that a template reads: .a.b, $x.y, or index $x "y". */
export interface Reference extends Span {
  /** The variable's name with its dollar sign, or a dot for the template's data. */
  readonly root: string;
  readonly path: readonly string[];
}

export interface TemplateAnalysis {
  /** The syntax tree; empty if the template has a problem. */
  readonly nodes: readonly Node[];
  /** In source order; empty if the template has a problem. */
  readonly references: readonly Reference[];
  /** The first problem that Go reports, or null. */
  readonly problem: TemplateProblem | null;
}

export function analyzeTemplate(template: string, context: TemplateContext): TemplateAnalysis {
  try {
    const nodes = parseTemplate(template, context);
    return { nodes, references: inNodes(nodes, true), problem: null };
  } catch (error) {
    if (error instanceof TemplateError) return { nodes: [], references: [], problem: error.problem };
    throw error;
  }
}

/** @param ownDot whether the dot is the template's data; "with", "range" and definitions change it */
function inNodes(nodes: readonly Node[], ownDot: boolean): readonly Reference[] {
  return nodes.flatMap((node) => inNode(node, ownDot));
}

function inNode(node: Node, ownDot: boolean): readonly Reference[] {
  switch (node.kind) {
    case "action":
      return inPipeline(node.pipeline, ownDot);
    case "if":
    case "with":
    case "range":
      return [
        ...inPipeline(node.pipeline, ownDot),
        ...inNodes(node.body, ownDot && node.kind === "if"),
        ...inNodes(node.otherwise, ownDot),
      ];
    case "template":
      return node.pipeline === null ? [] : inPipeline(node.pipeline, ownDot);
    case "block":
      return [...inPipeline(node.pipeline, ownDot), ...inNodes(node.body, false)];
    case "define":
      return inNodes(node.body, false);
    default:
      return [];
  }
}

function inPipeline({ commands }: Pipeline, ownDot: boolean): readonly Reference[] {
  return commands.flatMap((command) => [
    ...command.flatMap((operand) => inOperand(operand, ownDot)),
    ...indexReferences(command, ownDot),
  ]);
}

function inOperand(operand: Operand, ownDot: boolean): readonly Reference[] {
  if (operand.kind === "pipeline") return inPipeline(operand.value, ownDot);
  const { from, to, fields } = operand;
  const root = rootOf(operand, ownDot);
  return root === null ? [] : [{ root, path: fields, from, to }];
}

/** index $x "y" is equivalent to $x.y. */
function indexReferences([name, from, key, ...more]: Command, ownDot: boolean): readonly Reference[] {
  if (name?.kind !== "function" || name.value !== "index" || key?.kind !== "text" || more.length > 0) return [];
  const root = from === undefined ? null : rootOf(from, ownDot);
  if (root === null || from === undefined) return [];
  return [{ root, path: [...from.fields, key.value], from: from.from, to: key.to }];
}

function rootOf(operand: Operand, ownDot: boolean): string | null {
  if (operand.kind === "variable") return operand.value;
  return operand.kind === "dot" && operand.fields.length > 0 && ownDot ? "." : null;
}
