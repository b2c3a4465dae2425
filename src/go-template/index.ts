/** Go's text/template: a parser, and the values that a template reads. */
export type { BranchNode, Command, Node, Operand, Pipeline } from "./ast";
export { parseTemplate } from "./parser";
export { analyzeTemplate, type Reference, type TemplateAnalysis } from "./references";
export { literalEnd, literalValue } from "./string-literal";
