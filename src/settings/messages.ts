import { inspect } from "node:util";
import { closest, distance } from "fastest-levenshtein";
import { SettingsError } from "./settings-error";

/** The consequence of a value of the wrong type. */
export const UNINTENDED = "an unintended value would be deployed silently";

/** Returns the error for a value whose type the setting doesn't accept. */
export function wrongType(expected: string, value: unknown, setting: string): SettingsError {
  return new SettingsError({
    setting,
    got: formatValue(value),
    expected,
    why: UNINTENDED,
    remedy: `write ${expected}, or leave the setting out if it has a default`,
  });
}

/** The maximum edit distance of a misspelt name. A more distant name is rarely the intended one. */
const MAX_DISTANCE = 2;

/** The known name that a misspelt one is meant to be. Null if none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const candidate = closest(name, known);
  return distance(name, candidate) > MAX_DISTANCE ? null : candidate;
}

export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Formats a value as the user wrote it. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null && "written" in value) return String(value.written);
  return typeof value === "string" ? quoted(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
}
