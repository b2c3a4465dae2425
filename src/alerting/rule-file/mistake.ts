import type { YamlError } from "../../go-yaml";
import type { RuleFileProblem, SourceLocation, SourceText } from "./located-text";

/** An error of the YAML parser, and the lines that may have caused it. */
export interface Mistake {
  readonly error: YamlError;
  readonly source: SourceText;
  /** The line at which the parser stops. */
  readonly line: YamlLine;
  readonly above: YamlLine | null;
  /** The first line of the key, text or collection that has the error. */
  readonly start: YamlLine;
  /** The character at which the parser stops. */
  readonly char: string;
}

/** A problem whose location, if absent, is where the parser stops. */
export type Explanation = Omit<RuleFileProblem, "location"> & Partial<Pick<RuleFileProblem, "location">>;
/** Returns the explanation of a mistake, or null if something else caused it. */
export type Explain = (mistake: Mistake) => Explanation | null;

/** A part of a line, for a message. */
export function shortened(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
}

/** The explanation of a quote without its closing one. */
export function withoutClosing(location: RuleFileProblem["location"], quote: string, where: string): Explanation {
  return {
    location,
    got: `a value whose quote ${quote} isn't closed`,
    expected: "a closing quote at the end of the value",
    remedy: `add ${quote} ${where}; inside the value, write ${quote === "'" ? "''" : '\\"'} for a quote`,
  };
}

/** A line of a rule file, taken apart as its author sees it. */
export interface YamlLine {
  readonly number: number;
  readonly text: string;
  /** The number of characters before the first key or text, without dashes. */
  readonly indent: number;
  readonly hasDash: boolean;
  /** Null if the line isn't "key: value". */
  readonly key: string | null;
  /** The text after the key or, without one, after the indentation and dashes. */
  readonly value: string;
  /** Where the value starts, counted from one. */
  readonly column: number;
}

const LINE = /^(\s*(?:-\s+)*)(?:("[^"]*"|'[^']*'|[^\s"'{}[\]#:-][^:#]*?)\s*:(?:\s+|$))?(.*)$/s;

/** Expressions would take long on a longer line. */
const LONGEST = 2_000;

/** Takes a line apart. */
export function yamlLine(source: SourceText, number: number): YamlLine {
  const text = source.line(number).slice(0, LONGEST);
  const [, start = "", key, value = ""] = LINE.exec(text) ?? [];
  const column = text.length - value.length + 1;
  const hasDash = /^\s*-\s/.test(text);
  return { number, text, indent: start.length, hasDash, key: key ?? null, value: value.trimEnd(), column };
}

/** Returns the nearest line above that isn't blank or a comment; null if there is none. */
export function lineAbove(source: SourceText, number: number): YamlLine | null {
  for (let above = number - 1; above > 0; above -= 1) {
    if (!/^\s*(?:#|$)/.test(source.line(above))) return yamlLine(source, above);
  }
  return null;
}

/** The location of the value of a line. */
export function atValue(source: SourceText, { number, column, value }: YamlLine): SourceLocation {
  const endColumn = column + Math.max(1, value.length);
  return { file: source.path, line: number, column, endLine: number, endColumn };
}

/** The value in quotes, with its key. Only single quotes keep a backslash as it is. */
export function quotedEntry({ key, value }: Pick<YamlLine, "key" | "value">): string {
  const text = value.replace(/^(["'])(.*)\1$/s, "$2");
  const quoted = /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
  return key === null ? quoted : `${key}: ${quoted}`;
}
