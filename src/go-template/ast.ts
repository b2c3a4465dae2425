/** The position of a part of a template, as offsets in UTF-16 code units. The end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The syntax tree of a Go template, in Go's terms.
 * @see https://pkg.go.dev/text/template/parse
 */
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | BlockNode | DefineNode | ExitNode;

/** The text between two actions, after trimming. */
export interface TextNode extends Span {
  readonly kind: "text";
  readonly value: string;
}

/** Prints a pipeline, or assigns it to a variable. */
export interface ActionNode {
  readonly kind: "action";
  readonly pipeline: Pipeline;
}

/** "if", "with" and "range" differ in the dot of their body. An "else if" is a branch in `otherwise`. */
export interface BranchNode {
  readonly kind: "if" | "with" | "range";
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

/** {{template "name"}}, with or without a pipeline as its dot. */
export interface TemplateNode extends Span {
  readonly kind: "template";
  readonly name: string;
  readonly pipeline: Pipeline | null;
}

/** Defines a template and executes it in place. */
export interface BlockNode extends Span {
  readonly kind: "block";
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
}

export interface DefineNode {
  readonly kind: "define";
  readonly name: string;
  readonly body: readonly Node[];
}

export interface ExitNode {
  readonly kind: "break" | "continue";
}

/** Each command receives the result of the previous one as its last argument. */
export interface Pipeline extends Span {
  /** The variables before ":=" or "="; a range may have two. */
  readonly variables: readonly string[];
  /** Whether the variables are new (":="). */
  readonly declares: boolean;
  readonly commands: readonly Command[];
}

/** A function and its arguments, or a single operand. */
export type Command = readonly Operand[];

export type Operand = Term & {
  /** The chain of fields after the term, as in ".a.b". */
  readonly fields: readonly string[];
} & Span;

type Term =
  | { readonly kind: "dot" }
  | { readonly kind: "constant"; readonly value: "true" | "false" | "nil" }
  /** As written. */
  | { readonly kind: "number" | "character"; readonly value: string }
  /** A string, unquoted. */
  | { readonly kind: "text"; readonly value: string }
  /** A name with its dollar sign. */
  | { readonly kind: "variable"; readonly value: string }
  | { readonly kind: "function"; readonly value: string }
  | { readonly kind: "pipeline"; readonly value: Pipeline };
