import { type Model, resolveModel } from "../../src/model";
import { example, ROOT } from "./example";

/** Overrides valid values with invalid ones, as a bundler passes them without type checks. */
export function unchecked<T extends object>(right: T, wrong: unknown): T {
  return Object.assign({}, right, wrong);
}

export function uncheckedModel(wrong: unknown): Model {
  return resolveModel(unchecked(example, wrong), ROOT);
}
