/** The templates of Go's text/template: parser, and what a template reads. */
export type { BranchNode, Command, Node, Operand, Pipeline } from "./ast";
export { parseTemplate } from "./parser";
export { analyzeTemplate, type Reference, type TemplateAnalysis } from "./references";
export { literalEnd, literalValue } from "./string-literal";
