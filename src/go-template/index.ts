/** Go's text/template: a parser, an interpreter, and the values that a template reads. */
export type { BranchNode, Command, Node, Operand, Pipeline, Span } from "./ast";
export { escapeQuery } from "./escapes";
export type { Fault, FaultReason } from "./execution";
export { type Execution, executeTemplate } from "./executor";
export { formatFloat } from "./fmt/float";
export type { TemplateProblem } from "./lexer";
export { parseTemplate } from "./parser";
export { analyzeTemplate, type Reference, type TemplateAnalysis } from "./references";
export { literalEnd, literalValue } from "./string-literal";
export * from "./value";
