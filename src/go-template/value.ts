/**
 * A value during the execution of a template, with its Go type. "nil" is Go's invalid reflect.Value: an untyped nil.
 * Interfaces don't occur: text/template unwraps them before every use.
 */
export type Value =
  | { readonly kind: "nil" }
  | { readonly kind: "bool"; readonly value: boolean }
  | IntegerValue
  | { readonly kind: "float"; readonly value: number }
  | StringValue
  | MapValue
  | SliceValue
  | StructValue
  | PointerValue;

export interface IntegerValue {
  readonly kind: "int" | "uint";
  readonly type: string;
  readonly value: bigint;
  readonly named?: Named;
}

export interface StringValue {
  readonly kind: "string";
  readonly type: string;
  readonly value: string;
}

export interface MapValue {
  readonly kind: "map";
  readonly type: string;
  readonly entries: ReadonlyMap<string, Value>;
  /** The value of a missing key. */
  readonly zero: Value;
}

export interface SliceValue {
  readonly kind: "slice";
  readonly type: string;
  readonly items: readonly Value[];
}

export interface StructValue {
  readonly kind: "struct";
  readonly type: string;
  readonly fields: ReadonlyMap<string, Value>;
  readonly named?: Named;
}

export interface PointerValue {
  readonly kind: "pointer";
  readonly type: string;
  readonly to: Value | null;
}

/** What a type with methods adds to a value. */
export interface Named {
  /** The result of its String method. */
  readonly text: string;
  readonly methods: ReadonlyMap<string, GoFunction>;
}

/** The type of a parameter, and the arguments in the template's text that it takes. */
export interface Parameter {
  /** "any" takes every value. */
  readonly type: string;
  readonly literal: "any" | "string" | "none";
  /** The value of an untyped nil; null if the type has none. */
  readonly nil: Value | null;
}

/** A function that a template can call. */
export interface GoFunction {
  readonly parameters: readonly Parameter[];
  /** The type of each further argument, if there may be any. */
  readonly variadic?: Parameter;
  /** @throws CallError if the function returns an error */
  call(args: readonly Value[], report: (problem: FormatProblem) => void): Value;
}

/** A part of a format that fmt can't apply. It prints `text` there. */
export interface FormatProblem {
  readonly text: string;
  readonly problem: "type" | "missing" | "extra" | "format";
  /** The verb with its flags, such as "%d". */
  readonly verb: string;
  /** The type of the argument, such as "float64". */
  readonly type: string;
}

/** The error that a function returns. */
export class CallError extends Error {
  override readonly name = "CallError";

  constructor(
    message: string,
    /** Whether another value of the same type could avoid the error. */
    readonly dependsOnValue: boolean,
    /** The types that can't be compared, if that is the error. */
    readonly compared: readonly [string, string] | null = null,
  ) {
    super(message);
  }
}

/** Ends an execution that needs a part of Go which this library doesn't reproduce. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}

export const NIL: Value = { kind: "nil" };
export const ANY: Parameter = { type: "any", literal: "any", nil: NIL };
export const STRING: Parameter = { type: "string", literal: "string", nil: null };

export function goString(value: string, type = "string"): StringValue {
  return { kind: "string", type, value };
}

export function goFloat(value: number): Value {
  return { kind: "float", value };
}

export function goInt(value: bigint | number): IntegerValue {
  return { kind: "int", type: "int", value: BigInt(value) };
}

export function goBool(value: boolean): Value {
  return { kind: "bool", value };
}

export function stringMap(entries: Iterable<readonly [string, string]>): MapValue {
  const values = [...entries].map(([key, value]) => [key, goString(value)] as const);
  return { kind: "map", type: "map[string]string", entries: new Map(values), zero: goString("") };
}

/** Returns the name of the value's type, as Go prints it. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case "nil":
      return "nil";
    case "bool":
      return "bool";
    case "float":
      return "float64";
    default:
      return value.type;
  }
}

/** Returns whether a condition holds for the value. @see https://pkg.go.dev/text/template#IsTrue */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case "nil":
      return false;
    case "bool":
      return value.value;
    case "int":
    case "uint":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "string":
      return value.value !== "";
    case "map":
      return value.entries.size > 0;
    case "slice":
      return value.items.length > 0;
    case "struct":
      return true;
    case "pointer":
      return value.to !== null;
  }
}

/** Returns the value that a pointer points to; null for a nil pointer. Other values are returned as they are. */
export function dereference(value: Value): Value | null {
  return value.kind === "pointer" ? value.to : value;
}

/** Returns the methods and the text of the value's type, or of the type that it points to. */
export function namedOf(value: Value): Named | null {
  const target = dereference(value);
  if (target?.kind === "struct" || target?.kind === "int" || target?.kind === "uint") return target.named ?? null;
  return null;
}
