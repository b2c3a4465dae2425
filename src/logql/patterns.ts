import { RE2JS } from "re2js";

/** A compiled RE2 expression, with Go's semantics. */
export interface RegularExpression {
  /** Returns whether it matches anywhere in the text. */
  test(text: string): boolean;
  /** The names of its groups, in order. */
  readonly names: readonly string[];
  readonly groups: number;
}

export interface RegularExpressionProblem {
  readonly problem: string;
}

const compiled = new Map<string, RegularExpression | RegularExpressionProblem>();

/**
 * Compiles a regular expression as Go does.
 * @returns the expression, or the reason why Go rejects it
 */
export function regularExpression(source: string): RegularExpression | RegularExpressionProblem {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = compile(source);
  compiled.set(source, expression);
  return expression;
}

/**
 * Compiles the expression of a matcher, which must match the whole value. Its dot also matches newlines.
 * @see https://github.com/prometheus/prometheus/blob/v3.12.0/model/labels/regexp.go
 */
export function matcherExpression(source: string): RegularExpression | RegularExpressionProblem {
  const alone = regularExpression(source);
  return isProblem(alone) ? alone : regularExpression(`^(?s:${source})$`);
}

/**
 * Returns the expression if it matches every line that contains a text which it matches. Returns null if it is invalid,
 * or if an anchor or a boundary makes it depend on the rest of the line.
 */
export function textExpression(source: string): RegularExpression | null {
  if (/[\^$]|\\[bBAz]/.test(source)) return null;
  const expression = regularExpression(source);
  return isProblem(expression) ? null : expression;
}

export function isProblem(result: RegularExpression | RegularExpressionProblem): result is RegularExpressionProblem {
  return "problem" in result;
}

/** Returns a regular expression that matches exactly this text. */
export function escapedPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A byte that isn't UTF-8, as literalValue returns it. */
const INVALID_BYTE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

function compile(source: string): RegularExpression | RegularExpressionProblem {
  if (INVALID_BYTE.test(source)) return { problem: "invalid UTF-8" };
  try {
    const expression = RE2JS.compile(source);
    return {
      test: (text) => expression.test(text),
      names: Object.keys(expression.namedGroups()),
      groups: expression.groupCount(),
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const CAPTURE = /<([A-Za-z_][A-Za-z0-9_]*)>/g;

interface Pattern {
  /** Named captures, in order. */
  readonly names: readonly string[];
  /** Whether a capture follows another with nothing between them. */
  readonly consecutive: boolean;
}

/** Returns the captures of a pattern expression such as "<ip> - <_> [<time>]". */
function patternOf(expression: string): Pattern {
  const names = [...expression.matchAll(CAPTURE)].map(([, name = ""]) => name);
  const consecutive = /<[A-Za-z_][A-Za-z0-9_]*><[A-Za-z_][A-Za-z0-9_]*>/.test(expression);
  return { names: names.filter((name) => name !== "_"), consecutive };
}

/** Returns the labels that a pattern parser extracts. */
export function patternNames(expression: string): readonly string[] {
  return patternOf(expression).names;
}

/** Returns why Loki rejects the expression of a pattern parser, or null. */
export function parserPatternProblem(expression: string): string | null {
  const { names, consecutive } = patternOf(expression);
  if (names.length === 0) return "no named capture";
  if (consecutive) return "two captures with nothing between them";
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? null : `two captures named "${twice}"`;
}

/** Returns why Loki rejects the expression of a pattern filter, or null. */
export function filterPatternProblem(expression: string): string | null {
  const { names, consecutive } = patternOf(expression);
  if (names.length > 0) return `a named capture <${names[0]}>`;
  return consecutive ? "two captures with nothing between them" : null;
}
