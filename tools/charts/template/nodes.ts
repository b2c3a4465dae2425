/** Go's templates as far as reading values needs them. */
export type Node = Output | Assignment | Branch | Loop | Definition;

export interface Output {
  readonly kind: "output";
  readonly pipeline: Pipeline;
}

export interface Assignment {
  readonly kind: "assignment";
  readonly name: string;
  readonly declares: boolean;
  readonly pipeline: Pipeline;
}

/** "if" and "with", which differ in what the dot is inside. */
export interface Branch {
  readonly kind: "if" | "with";
  readonly variable: string | undefined;
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

export interface Loop {
  readonly kind: "range";
  /** None, the element's, or the key's and the element's. */
  readonly variables: readonly string[];
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

export interface Definition {
  readonly kind: "define";
  readonly name: string;
  readonly body: readonly Node[];
}

/** Commands, each of which gets the result of the one before as its last argument. */
export type Pipeline = readonly Command[];

/** A function with its arguments, or one operand alone. */
export type Command = readonly Operand[];

export interface Operand {
  readonly of: "dot" | "variable" | "text" | "function" | "constant" | Pipeline;
  /** The variable's or the function's name, or the text. */
  readonly name: string;
  /** The fields that are read of it, as in ".a.b". */
  readonly fields: readonly string[];
}
