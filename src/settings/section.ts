import { assignment, formatValue, quoted, UNINTENDED } from "./messages";
import type { Refusal } from "./refusals";

/** What a group of settings says if the user writes something else than an object. */
export interface SectionHelp {
  /**
   * Whether the group is an entry of an array, and the value is in place of the array.
   * @default false
   */
  readonly isList?: boolean;
  /**
   * The valid values, after the keys.
   * @default - nothing but the object
   */
  readonly or?: string;
  /**
   * Reads the keys from text such as "nas:/srv", and returns their values as code. Null if the text has another form.
   * @default - the text may be the value of one of the keys
   */
  readonly parse?: (text: string) => Readonly<Record<string, string>> | null;
  /**
   * Where the user finds the values.
   * @default - nowhere in particular
   */
  readonly source?: string;
}

/** A key of a group. */
export interface SectionKey {
  readonly key: string;
  readonly isRequired: boolean;
  /** What the user wrote in place of the group, as the value of this key. Null if the key doesn't accept it. */
  readonly code: string | null;
}

/**
 * Refuses a value in place of a group of settings, with the keys that the group has, and with the text to paste if the
 * value belongs to one of them.
 */
export function notASection(value: unknown, path: string, keys: readonly SectionKey[], help: SectionHelp): Refusal {
  const { isList = false, or, source } = help;
  const sorted = [...keys.filter(({ isRequired }) => isRequired), ...keys.filter(({ isRequired }) => !isRequired)];
  const parsed = parsedCodes(value, help);
  const accepting = sorted.filter(({ code }) => code !== null);
  const codes = parsed ?? withRequired(accepting.slice(0, 1), sorted);
  const listed = (code: string) => (isList ? `[${code}]` : code);
  const meant = Object.keys(codes).length === 0 ? null : listed(objectCode(codes));
  const isClear = meant !== null && (parsed !== null || accepting.length === 1);
  const shape = listed(`{ ${sorted.map(({ key }) => key).join(", ")} }`);
  return {
    problem: {
      setting: path || "settings",
      got: formatValue(value),
      expected: `${isList ? "an array" : "an object"} of settings, as ${shape}${or === undefined ? "" : `, or ${or}`}`,
      why: UNINTENDED,
      remedy: `${remedyOf({ path, meant, isClear, or, example: listed("{ … }") })}${source === undefined ? "" : ` (${source})`}`,
    },
    isMissing: false,
    meant: isClear ? meant : null,
  };
}

interface Remedy {
  readonly path: string;
  readonly meant: string | null;
  readonly isClear: boolean;
  readonly or: string | undefined;
  readonly example: string;
}

function remedyOf({ path, meant, isClear, or, example }: Remedy): string {
  if (path === "") return "pass the object itself: installation({ … }); call a function and await a promise first";
  const alternative = or === undefined ? "" : `, or ${assignment(path, or)}`;
  if (meant === null) return `write ${assignment(path, example)} with the keys that you need${alternative}`;
  return `write ${isClear ? "" : "the key that you mean, such as "}${assignment(path, meant)}${alternative}`;
}

/** The text belongs to one key; the other required keys are left for the user to fill in. */
function withRequired(accepting: readonly SectionKey[], keys: readonly SectionKey[]): Readonly<Record<string, string>> {
  if (accepting.length === 0) return {};
  const required = keys.filter(({ isRequired }) => isRequired).map(({ key }) => [key, quoted("…")] as const);
  return {
    ...Object.fromEntries(required),
    ...Object.fromEntries(accepting.map(({ key, code }) => [key, code ?? ""])),
  };
}

/** Returns the values of the group's keys that a text means, as code. Null if it means none. */
export function parsedCodes(value: unknown, { parse }: SectionHelp): Readonly<Record<string, string>> | null {
  return typeof value === "string" ? (parse?.(value.trim()) ?? null) : null;
}

export function objectCode(codes: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(codes)
    .map(([key, code]) => `${key}: ${code}`)
    .join(", ")} }`;
}
