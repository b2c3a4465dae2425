import { isPlainObject } from "../../src/settings/plain-object";

type Keys = readonly string[];

/** Yields the path of every leaf. An empty list or object is a leaf. */
export function* leaves(value: unknown, parents: Keys = []): Generator<Keys> {
  const children = childrenOf(value);
  if (children.length === 0) yield parents;
  for (const [key, child] of children) yield* leaves(child, [...parents, key]);
}

/**
 * Replaces the values at the paths.
 * @param other the new value; if undefined, a different value of the same type
 */
export function changed(value: unknown, paths: readonly Keys[], other?: unknown): unknown {
  if (paths.some((path) => path.length === 0)) return other ?? another(value);
  const child = (key: string, inside: unknown) => changed(inside, inner(paths, key), other);
  if (Array.isArray(value)) return value.map((inside: unknown, index) => child(`${index}`, inside));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, child(key, inside)]));
}

function inner(paths: readonly Keys[], key: string): readonly Keys[] {
  return paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
}

function another(value: unknown): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}x`;
  if (Array.isArray(value)) return [{ name: "changed" }];
  return value === null ? "changed" : { changed: "changed" };
}

function childrenOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isPlainObject(value) || Array.isArray(value) ? Object.entries(value) : [];
}
