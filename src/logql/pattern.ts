const CAPTURE = /<([A-Za-z_][A-Za-z0-9_]*)>/g;

interface Pattern {
  /** Named captures, in their order. */
  readonly names: readonly string[];
  /** Whether a capture follows another with nothing between them. */
  readonly consecutive: boolean;
}

/** The captures of a pattern expression such as "<ip> - <_> [<time>]". */
function patternOf(expression: string): Pattern {
  const names = [...expression.matchAll(CAPTURE)].map(([, name = ""]) => name);
  const consecutive = /<[A-Za-z_][A-Za-z0-9_]*><[A-Za-z_][A-Za-z0-9_]*>/.test(expression);
  return { names: names.filter((name) => name !== "_"), consecutive };
}

/** The labels that a pattern parser extracts. */
export function patternNames(expression: string): readonly string[] {
  return patternOf(expression).names;
}

/** What Loki refuses of a pattern parser's expression, or null. */
export function parserPatternProblem(expression: string): string | null {
  const { names, consecutive } = patternOf(expression);
  if (names.length === 0) return "no named capture";
  if (consecutive) return "two captures with nothing between them";
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? null : `two captures named "${twice}"`;
}

/** What Loki refuses of a pattern filter's expression, or null. */
export function filterPatternProblem(expression: string): string | null {
  const { names, consecutive } = patternOf(expression);
  if (names.length > 0) return `a named capture <${names[0]}>`;
  return consecutive ? "two captures with nothing between them" : null;
}
