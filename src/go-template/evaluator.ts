import type { Command, Operand, Pipeline, Span } from "./ast";
import { BUILTINS } from "./builtins";
import { type Fault, failure } from "./execution";
import { literalValue } from "./string-literal";
import {
  CallError,
  dereference,
  type GoFunction,
  goBool,
  goFloat,
  goInt,
  goString,
  isTrue,
  NIL,
  namedOf,
  type Parameter,
  typeName,
  UnsupportedError,
  type Value,
} from "./value";

export interface Variable {
  readonly name: string;
  value: Value;
}

/** The arguments after a function's name, and the value that a pipe passes as the last one. */
interface Arguments {
  readonly operands: readonly Operand[];
  readonly piped: Value | null;
}

const NONE: Arguments = { operands: [], piped: null };

/**
 * Evaluates pipelines and their parts.
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/exec.go
 */
export class Evaluator {
  /** The calls that have returned at least once, by their position. */
  readonly succeeded = new Set<number>();

  constructor(
    private readonly functions: (name: string) => GoFunction | undefined,
    public variables: Variable[],
    private readonly report: (fault: Fault) => void,
  ) {}

  /** @throws ExecutionFailure as Go's Execute returns an error */
  pipeline(dot: Value, pipeline: Pipeline): Value {
    let value: Value | null = null;
    for (const command of pipeline.commands) value = this.command(dot, command, value);
    for (const name of pipeline.variables) this.assign(name, value ?? NIL, pipeline.declares);
    return value ?? NIL;
  }

  assign(name: string, value: Value, declares: boolean): void {
    const known = declares ? undefined : this.variables.findLast((variable) => variable.name === name);
    if (known === undefined) this.variables.push({ name, value });
    else known.value = value;
  }

  private command(dot: Value, [head, ...operands]: Command, piped: Value | null): Value {
    if (head === undefined) return NIL;
    const args = { operands, piped };
    if (head.kind === "function" && head.fields.length === 0) return this.call(dot, head, args);
    if (head.fields.length > 0) return this.chain(dot, head, args);
    if (operands.length > 0 || piped !== null) {
      const { from, to } = operands.at(-1) ?? head;
      throw failure({ from: Math.min(from, head.from), to }, "can't give argument to non-function", {
        kind: "notFunction",
      });
    }
    if (head.kind === "constant" && head.value === "nil") throw failure(head, "nil is not a command");
    return this.root(dot, head);
  }

  /** The value of an operand without its fields. */
  private root(dot: Value, operand: Operand): Value {
    switch (operand.kind) {
      case "dot":
        return dot;
      case "variable":
        return this.variables.findLast(({ name }) => name === operand.value)?.value ?? NIL;
      case "function":
        return this.call(dot, operand, NONE);
      case "pipeline":
        return this.pipeline(dot, operand.value);
      case "text":
        return goString(operand.value);
      case "constant":
        return operand.value === "nil" ? NIL : goBool(operand.value === "true");
      case "number":
      case "character": {
        const value = constantValue(operand.value);
        if (value === null) throw failure(operand, `${operand.value} overflows int`);
        return value;
      }
    }
  }

  private chain(dot: Value, operand: Operand, args: Arguments): Value {
    const last = operand.fields.length - 1;
    return operand.fields.reduce(
      (value, field, index) => this.field(dot, value, field, operand, index === last ? args : NONE),
      this.root(dot, operand),
    );
  }

  private field(dot: Value, value: Value, field: string, at: Span, args: Arguments): Value {
    if (value.kind === "nil") return NIL;
    const method = namedOf(value)?.methods.get(field);
    if (method !== undefined) return this.invoke(dot, field, method, at, args);
    const target = dereference(value);
    if (target === null)
      throw failure(at, `nil pointer evaluating ${typeName(value)}.${field}`, { kind: "other" }, true);
    const element = elementOf(target, field);
    if (element === null) {
      const type = typeName(value);
      throw failure(at, `can't evaluate field ${field} in type ${type}`, { kind: "field", field, type });
    }
    if (args.operands.length > 0 || args.piped !== null) {
      const whole = { from: at.from, to: args.operands.at(-1)?.to ?? at.to };
      throw failure(whole, `${field} is not a method but has arguments`, { kind: "notFunction" });
    }
    return element;
  }

  private call(dot: Value, name: Operand & { readonly kind: "function" }, args: Arguments): Value {
    const own = this.functions(name.value);
    const known = own ?? BUILTINS.get(name.value);
    if (known === undefined) throw failure(name, `"${name.value}" is not a defined function`);
    const at = { from: name.from, to: args.operands.at(-1)?.to ?? name.to };
    if (own !== undefined || (name.value !== "and" && name.value !== "or")) {
      return this.invoke(dot, name.value, known, at, args);
    }
    expectArguments(name.value, known, at, args);
    return this.shortCircuit(dot, args, name.value === "or");
  }

  /** "and" and "or" evaluate their arguments only up to the one that decides. */
  private shortCircuit(dot: Value, { operands, piped }: Arguments, decisive: boolean): Value {
    let value: Value = NIL;
    for (const operand of operands) {
      value = this.argument(dot, operand, ANY_ARGUMENT);
      if (isTrue(value) === decisive) return value;
    }
    return piped ?? value;
  }

  private invoke(dot: Value, name: string, called: GoFunction, at: Span, args: Arguments): Value {
    expectArguments(name, called, at, args);
    const parameter = (index: number) => called.parameters[index] ?? called.variadic ?? ANY_PARAMETER;
    const values = args.operands.map((operand, index) => this.argument(dot, operand, { name, ...parameter(index) }));
    if (args.piped !== null) {
      values.push(assignable(args.piped, { name, ...parameter(values.length) }, at));
    }
    try {
      const result = called.call(values, (problem) =>
        this.report({ ...at, message: problem.text, reason: { kind: "format", ...problem }, dependsOnValue: false }),
      );
      this.succeeded.add(at.from);
      return result;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const reason =
        error.compared === null
          ? ({ kind: "call", function: name } as const)
          : ({ kind: "comparison", types: error.compared } as const);
      throw failure(at, `error calling ${name}: ${error.message}`, reason, error.dependsOnValue);
    }
  }

  private argument(dot: Value, operand: Operand, parameter: NamedParameter): Value {
    const isLiteral = operand.kind === "text" || operand.kind === "number" || operand.kind === "character";
    if (operand.kind === "constant" && operand.value === "nil") {
      if (parameter.nil !== null) return parameter.nil;
      throw wrongType(operand, parameter, "nil", `cannot assign nil to ${parameter.type}`);
    }
    if (!isLiteral && operand.kind !== "constant") {
      const value = operand.fields.length > 0 ? this.chain(dot, operand, NONE) : this.root(dot, operand);
      return assignable(value, parameter, operand);
    }
    const value = this.root(dot, operand);
    if (parameter.literal === "any" || parameter.literal === value.kind) return value;
    throw wrongType(operand, parameter, typeName(value), `expected ${parameter.type}; found ${typeName(value)}`);
  }
}

type NamedParameter = Parameter & { readonly name: string };

const ANY_PARAMETER: Parameter = { type: "any", literal: "any", nil: NIL };
const ANY_ARGUMENT: NamedParameter = { ...ANY_PARAMETER, name: "and" };

/** The field of a struct, or the element of a map; null if the type has no fields of this name. */
function elementOf(target: Value, field: string): Value | null {
  if (target.kind === "struct") return target.fields.get(field) ?? null;
  return target.kind === "map" ? (target.entries.get(field) ?? target.zero) : null;
}

function expectArguments(name: string, { parameters, variadic }: GoFunction, at: Span, args: Arguments): void {
  const got = args.operands.length + (args.piped === null ? 0 : 1);
  const minimum = parameters.length;
  if (variadic === undefined ? got === minimum : got >= minimum) return;
  const expected = `${variadic === undefined ? "" : "at least "}${minimum}`;
  throw failure(at, `wrong number of args for ${name}: want ${expected} got ${got}`, {
    kind: "arguments",
    function: name,
    expected,
    got,
  });
}

/** Returns the value as an argument of the parameter's type. A pointer is followed once if that makes it fit. */
function assignable(value: Value, parameter: NamedParameter, at: Span): Value {
  const { type } = parameter;
  if (type === "any" || typeName(value) === type) return value;
  if (value.kind === "nil") {
    if (parameter.nil !== null) return parameter.nil;
    throw wrongType(at, parameter, "nil", `invalid value; expected ${type}`);
  }
  const target = dereference(value);
  if (target === null) throw failure(at, `dereference of nil pointer of type ${type}`, { kind: "other" }, true);
  if (typeName(target) === type) return target;
  const got = typeName(value);
  throw wrongType(at, parameter, got, `wrong type for value; expected ${type}; got ${got}`);
}

function wrongType(at: Span, { name, type }: NamedParameter, got: string, message: string) {
  return failure(at, message, { kind: "type", function: name, expected: type, got });
}

/**
 * Returns the value of a number or character as written in a template: an int or a float64; null if it overflows int.
 * @throws UnsupportedError for a complex number
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/exec.go (idealConstant)
 */
function constantValue(text: string): Value | null {
  if (text.startsWith("'")) return goInt(characterCode(text));
  if (text.endsWith("i")) throw new UnsupportedError("a complex number");
  const plain = text.replaceAll("_", "");
  const isHexadecimal = /^[-+]?0[xX]/.test(plain);
  if (isHexadecimal && /[pP.]/.test(plain)) throw new UnsupportedError("a hexadecimal float");
  if (!isHexadecimal && /[.eE]/.test(plain)) return goFloat(Number(plain));
  const integer = integerOf(plain);
  return integer >= -(2n ** 63n) && integer < 2n ** 63n ? goInt(integer) : null;
}

function integerOf(text: string): bigint {
  const digits = text.replace(/^[-+]/, "");
  // A leading zero means octal in Go.
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith("-") ? -value : value;
}

function characterCode(text: string): number {
  const content = text.slice(1, -1);
  const value = content === "\\'" ? "'" : literalValue(`"${content}"`);
  return typeof value === "string" ? (value.codePointAt(0) ?? 0) : 0;
}
