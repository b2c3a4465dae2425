import type { Cause } from "../../diagnostics/cause";

/** The causes that what was seen speaks for, each once, and then the others. */
export function likelyFirst(seen: readonly Cause[], all: readonly Cause[]): readonly Cause[] {
  return [...new Set([...seen, ...all])];
}
