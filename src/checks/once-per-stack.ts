import type { RenderedStack } from "../stack/rendered-stack";

/** Returns a function that computes its result once for each stack: a check of rules asks for it once per rule. */
export function oncePerStack<T extends object>(compute: (stack: RenderedStack) => T): (stack: RenderedStack) => T {
  const results = new WeakMap<RenderedStack, T>();
  return (stack) => {
    const result = results.get(stack) ?? compute(stack);
    results.set(stack, result);
    return result;
  };
}
