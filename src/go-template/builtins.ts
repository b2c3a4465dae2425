import { equalsAny, isLess } from "./comparison";
import { escapeHtml, escapeQuery, escapeScript } from "./escapes";
import { sprint, sprintf, sprintln } from "./fmt/print";
import {
  ANY,
  CallError,
  dereference,
  type GoFunction,
  goBool,
  goInt,
  goString,
  isTrue,
  NIL,
  STRING,
  typeName,
  type Value,
} from "./value";

const nothing = (name: string) => new CallError(`missing argument of ${name}`, false);

/** A function of values without a declared type. */
function of(count: number, call: GoFunction["call"], variadic = false): GoFunction {
  const parameters = Array.from({ length: count }, () => ANY);
  return variadic ? { parameters, variadic: ANY, call } : { parameters, call };
}

const compare = (holds: (one: Value, other: Value) => boolean) =>
  of(2, ([one = NIL, other = NIL]) => goBool(holds(one, other)));

const escaper = (escapeText: (text: string) => string) => of(0, (args) => goString(escapeText(textOf(args))), true);

/** Only the order of evaluation differs from a call, so the evaluator executes these itself. */
const shortCircuit = of(1, ([first = NIL]) => first, true);

/**
 * The predefined functions of every Go template.
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/funcs.go
 */
export const BUILTINS: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ["and", shortCircuit],
  ["or", shortCircuit],
  ["not", of(1, ([value = NIL]) => goBool(!isTrue(value)))],
  ["eq", of(1, ([first = NIL, ...others]) => goBool(equalsAny(first, others)), true)],
  ["ne", compare((one, other) => !equalsAny(one, [other]))],
  ["lt", compare(isLess)],
  ["le", compare((one, other) => isLess(one, other) || equalsAny(one, [other]))],
  ["gt", compare((one, other) => !isLess(one, other) && !equalsAny(one, [other]))],
  ["ge", compare((one, other) => !isLess(one, other))],
  ["len", of(1, ([value = NIL]) => goInt(lengthOf(value)))],
  [
    "index",
    of(1, ([value = NIL, ...keys]) => keys.reduce(element, value.kind === "nil" ? untyped("index") : value), true),
  ],
  ["slice", of(1, ([value = NIL, ...indexes]) => slice(value, indexes), true)],
  ["call", of(1, ([value = NIL]) => notCallable(value), true)],
  ["print", of(0, (args) => goString(sprint(args)), true)],
  ["println", of(0, (args) => goString(sprintln(args)), true)],
  [
    "printf",
    {
      parameters: [STRING],
      variadic: ANY,
      call: ([format, ...args], report) => {
        if (format?.kind !== "string") throw nothing("printf");
        return goString(sprintf(format.value, args, report));
      },
    },
  ],
  ["html", escaper(escapeHtml)],
  ["js", escaper(escapeScript)],
  ["urlquery", escaper(escapeQuery)],
]);

/** The text of escaping functions: like print, but pointers print as what they point to. */
function textOf(args: readonly Value[]): string {
  return sprint(args.map((value) => (value.kind === "nil" ? goString("<no value>") : (dereference(value) ?? value))));
}

function untyped(name: string): never {
  throw new CallError(`${name} of untyped nil`, false);
}

/** A template can't produce a function as a value. */
function notCallable(value: Value): never {
  if (value.kind === "nil") throw new CallError("call of nil", false);
  throw new CallError(`non-function of type ${typeName(value)}`, false);
}

function lengthOf(value: Value): number {
  const target = dereference(value);
  if (target === null) throw new CallError("len of nil pointer", true);
  switch (target.kind) {
    case "string":
      return Buffer.byteLength(target.value);
    case "map":
      return target.entries.size;
    case "slice":
      return target.items.length;
    default:
      throw new CallError(`len of type ${typeName(target)}`, false);
  }
}

function element(value: Value, key: Value): Value {
  const target = dereference(value);
  if (target === null) throw new CallError("index of nil pointer", true);
  switch (target.kind) {
    case "string": {
      const bytes = Buffer.from(target.value);
      const byte = bytes[indexOf(key, bytes.length)];
      return { kind: "uint", type: "uint8", value: BigInt(byte ?? outOfRange(key)) };
    }
    case "slice":
      return target.items[indexOf(key, target.items.length)] ?? outOfRange(key);
    case "map":
      if (key.kind === "nil") throw new CallError("value is nil; should be of type string", false);
      if (key.kind !== "string" || key.type !== "string") {
        throw new CallError(`value has type ${typeName(key)}; should be string`, false);
      }
      return target.entries.get(key.value) ?? target.zero;
    default:
      throw new CallError(`can't index item of type ${typeName(target)}`, false);
  }
}

function indexOf(key: Value, limit: number): number {
  if (key.kind !== "int" && key.kind !== "uint") {
    throw new CallError(`cannot index slice/array with ${key.kind === "nil" ? "nil" : `type ${typeName(key)}`}`, false);
  }
  if (key.value < 0n || key.value > BigInt(limit)) return outOfRange(key);
  return Number(key.value);
}

function outOfRange(key: Value): never {
  throw new CallError(`index out of range: ${sprint([key])}`, true);
}

function slice(value: Value, indexes: readonly Value[]): Value {
  if (value.kind === "nil") return untyped("slice");
  const target = dereference(value);
  if (target === null) throw new CallError("slice of nil pointer", true);
  if (indexes.length > 3) throw new CallError(`too many slice indexes: ${indexes.length}`, false);
  if (target.kind === "slice") {
    const [from, to] = bounds(indexes, target.items.length);
    return { ...target, items: target.items.slice(from, to) };
  }
  if (target.kind !== "string") throw new CallError(`can't slice item of type ${typeName(target)}`, false);
  if (indexes.length === 3) throw new CallError("cannot 3-index slice a string", false);
  const bytes = Buffer.from(target.value);
  const [from, to] = bounds(indexes, bytes.length);
  return goString(bytes.subarray(from, to).toString(), target.type);
}

function bounds(indexes: readonly Value[], length: number): readonly [number, number] {
  const [from = 0, to = length, capacity = to] = indexes.map((index) => indexOf(index, length));
  if (from > to || to > capacity) throw new CallError(`invalid slice index: ${from} > ${to}`, true);
  return [from, to];
}
