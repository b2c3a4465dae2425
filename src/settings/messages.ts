import { inspect } from "node:util";
import { closest, distance } from "fastest-levenshtein";
import type { SettingsErrorProps } from "./settings-error";
import { snippet } from "./snippet";

/** The consequence of a value of the wrong type. */
export const UNINTENDED = "an unintended value would be deployed silently";

/**
 * Returns the problem of a value whose type the setting doesn't accept.
 * @param meant the value that was probably meant, as code; null if unclear
 */
export function wrongType(
  expected: string,
  value: unknown,
  setting: string,
  meant: string | null = null,
): SettingsErrorProps {
  return {
    setting,
    got: formatValue(value),
    expected,
    why: UNINTENDED,
    remedy:
      meant === null
        ? `write ${expected}, or leave the setting out if it has a default`
        : `write ${assignment(setting, meant)}`,
  };
}

/** Returns the code that sets a setting. An entry of an array has no path to paste, so its own key suffices. */
export function assignment(setting: string, code: string): string {
  const [key = ""] = setting.split(".").slice(-1);
  if (!setting.includes("[")) return snippet({ [setting]: code });
  return key.endsWith("]") ? code : `${key}: ${code}`;
}

/** The maximum edit distance of a misspelt name. A more distant name is rarely the intended one. */
const MAX_DISTANCE = 2;

/** The known name that a misspelt one is meant to be. Case, dashes and underscores don't count. Null if none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const names = known.map(simplified);
  const simple = simplified(name);
  const candidate = closest(simple, names);
  const near = names.length > 0 && distance(simple, candidate) <= Math.min(MAX_DISTANCE, simple.length - 1);
  return near ? (known[names.indexOf(candidate)] ?? null) : null;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/** Returns "; did you mean …?" if a known name is near or the only one with this beginning, otherwise nothing. */
export function didYouMean(name: string, known: readonly string[], format: (name: string) => string = quoted): string {
  const longer = name.length < 2 ? [] : known.filter((candidate) => candidate.startsWith(name));
  const candidate = nearest(name, known) ?? (longer.length === 1 ? longer[0] : undefined) ?? null;
  return candidate === null ? "" : `; did you mean ${format(candidate)}?`;
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
