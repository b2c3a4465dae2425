import type { YamlError } from "../../go-yaml";
import type { SourceText } from "./located-text";
import type { RuleFileProblem } from "./problem";
import type { YamlLine } from "./yaml-line";

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
    remedy: `add ${quote} ${where}; inside of the value, write ${quote === "'" ? "''" : '\\"'} for a quote`,
  };
}
