import { CallError, typeName, type Value } from "./value";

type Basic = Extract<Value, { kind: "bool" | "int" | "uint" | "float" | "string" }>;

/**
 * Go's eq: whether the first value equals any other.
 * @throws CallError if two types can't be compared
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/funcs.go (eq)
 */
export function equalsAny(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new CallError("missing argument for comparison", false);
  return others.some((other) => equals(first, other));
}

function equals(one: Value, other: Value): boolean {
  if (isBasic(one) && isBasic(other)) {
    if (!areComparable(one, other)) throw incompatible(one, other);
    return one.value === other.value;
  }
  if (one.kind === "nil" || other.kind === "nil") return isNil(one) && isNil(other);
  if (isBasic(one) || isBasic(other)) throw incompatible(one, other);
  if (one.kind !== other.kind) throw new CallError(`non-comparable types ${typeName(one)}, ${typeName(other)}`, false);
  if (isNil(one) || isNil(other)) return isNil(one) === isNil(other);
  if (one.kind === "map" || one.kind === "slice") throw new CallError(`non-comparable type ${one.type}`, false);
  return one === other;
}

/**
 * Go's lt.
 * @throws CallError if the types have no order
 */
export function isLess(one: Value, other: Value): boolean {
  if (!isBasic(one) || !isBasic(other)) throw noOrder(one, other);
  if (!areComparable(one, other)) throw incompatible(one, other);
  if (one.kind === "bool") throw noOrder(one, other);
  return one.value < other.value;
}

/** Signed and unsigned integers compare with each other; other types only with themselves. */
function areComparable(one: Basic, other: Basic): boolean {
  return one.kind === other.kind || (isInteger(one) && isInteger(other));
}

function isInteger({ kind }: Value): boolean {
  return kind === "int" || kind === "uint";
}

function isBasic(value: Value): value is Basic {
  return ["bool", "int", "uint", "float", "string"].includes(value.kind);
}

function isNil(value: Value): boolean {
  return value.kind === "nil" || (value.kind === "pointer" && value.to === null);
}

function incompatible(one: Value, other: Value): CallError {
  const types = [typeName(one), typeName(other)] as const;
  return new CallError(`incompatible types for comparison: ${types.join(" and ")}`, false, types);
}

function noOrder(one: Value, other: Value): CallError {
  return new CallError("invalid type for comparison", false, [typeName(one), typeName(other)]);
}
