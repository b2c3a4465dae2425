import { inspect } from "node:util";
import { SettingsError } from "./settings-error";

/** What a text setting has to look like, with the words for a person whose text does not. */
export interface TextValidator {
  readonly pattern: { readonly test: (text: string) => boolean };
  readonly expected: string;
  readonly why: string;
  readonly remedy: string;
}

/** A text that has its form. */
export function validateText(value: unknown, { pattern, ...words }: TextValidator, setting: string): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new SettingsError({ ...words, setting, got: shown(value) });
}

/** Why a value of another kind is refused. */
export const UNINTENDED = "nothing else would notice, and the plan would hold something that nobody meant";

/** A refusal of a value of another kind than the setting takes. */
export function wrongType(expected: string, value: unknown, setting: string): SettingsError {
  return new SettingsError({
    setting,
    got: shown(value),
    expected,
    why: UNINTENDED,
    remedy: `write ${expected}, or leave the setting out where it has a default`,
  });
}

export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A value as the person who wrote it would recognize it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null && "written" in value) return String(value.written);
  return typeof value === "string" ? quoted(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
}
