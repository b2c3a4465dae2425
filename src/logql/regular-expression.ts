import { RE2JS } from "re2js";

/** A compiled regular expression of RE2, as Go reads it. */
export interface RegularExpression {
  /** Whether it matches a piece of the text. */
  test(text: string): boolean;
  /** The names of its groups, in their order. */
  readonly names: readonly string[];
  readonly groups: number;
}

export interface RegularExpressionProblem {
  readonly problem: string;
}

const compiled = new Map<string, RegularExpression | RegularExpressionProblem>();

/**
 * Compiles a regular expression as Go does.
 * @returns the expression, or why Go doesn't compile it
 */
export function regularExpression(source: string): RegularExpression | RegularExpressionProblem {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const made = compile(source);
  compiled.set(source, made);
  return made;
}

/**
 * Compiles the expression of a matcher, which has to match the whole value; its dot matches a line's end, too.
 * @see https://github.com/prometheus/prometheus/blob/v3.12.0/model/labels/regexp.go
 */
export function matcherExpression(source: string): RegularExpression | RegularExpressionProblem {
  const alone = regularExpression(source);
  return isProblem(alone) ? alone : regularExpression(`^(?s:${source})$`);
}

export function isProblem(made: RegularExpression | RegularExpressionProblem): made is RegularExpressionProblem {
  return "problem" in made;
}

function compile(source: string): RegularExpression | RegularExpressionProblem {
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
