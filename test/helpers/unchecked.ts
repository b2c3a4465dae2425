import { type Model, resolveModel } from "../../src/model";
import { example, ROOT } from "./example";

/** Something right with something wrong laid over it, as it arrives where a bundler ran and the compiler did not. */
export function unchecked<T extends object>(right: T, wrong: unknown): T {
  return Object.assign({}, right, wrong);
}

export function uncheckedModel(wrong: unknown): Model {
  return resolveModel(unchecked(example, wrong), ROOT);
}
