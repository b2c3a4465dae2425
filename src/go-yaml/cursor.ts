/** What the cursor returns beyond the end of the text. YAML forbids this character in a text. */
export const END = "\0";

const BLANKS = /[ \t]+/y;
const SPACES = / +/y;
const REST_OF_LINE = /[^\n\r\x85\u2028\u2029\0]+/y;

/** A position in a YAML text, with its line and column. */
export class Cursor {
  position: number;
  /** The number of line breaks before the position. */
  line = 0;
  private lineStart: number;

  constructor(readonly text: string) {
    // The parser skips a byte order mark at the start of a file.
    this.position = text.startsWith("\ufeff") ? 1 : 0;
    this.lineStart = this.position;
  }

  get column(): number {
    return this.position - this.lineStart;
  }

  /** Returns a character at or after the position. */
  peek(ahead = 0): string {
    return this.text[this.position + ahead] ?? END;
  }

  skip(count = 1): void {
    this.position += count;
  }

  skipBlanks(): void {
    this.skipAll(BLANKS);
  }

  /** Moves behind spaces, at most as many as given. */
  skipSpaces(maximum = Number.POSITIVE_INFINITY): void {
    const from = this.position;
    this.skipAll(SPACES);
    this.position = Math.min(this.position, from + maximum);
  }

  /** Moves to the end of the line. */
  skipLine(): void {
    this.skipAll(REST_OF_LINE);
  }

  /**
   * Moves behind the characters that the expression, which must be sticky, matches at the position. An expression is
   * many times as fast as a loop in a process that has just started.
   */
  skipAll(expression: RegExp): void {
    expression.lastIndex = this.position;
    if (expression.test(this.text)) this.position = expression.lastIndex;
  }

  /** Moves behind the line break at the position, and returns it as a value contains it. */
  takeBreak(): string {
    const char = this.peek();
    if (!isBreak(char)) return "";
    this.skip(char === "\r" && this.peek(1) === "\n" ? 2 : 1);
    this.line += 1;
    this.lineStart = this.position;
    return char === "\u2028" || char === "\u2029" ? char : "\n";
  }

  /** Returns and moves behind the characters that the expression, which must be sticky, matches at the position. */
  take(expression: RegExp): string {
    expression.lastIndex = this.position;
    const found = expression.exec(this.text)?.[0] ?? "";
    this.skip(found.length);
    return found;
  }

  /** Whether "---" or "..." starts or ends a document here. */
  isAtDocumentMarker(): boolean {
    if (this.column !== 0 || !isBlankOrEnd(this.peek(3))) return false;
    const marker = this.text.slice(this.position, this.position + 3);
    return marker === "---" || marker === "...";
  }
}

export function isBlank(char: string): boolean {
  return char === " " || char === "\t";
}

/** YAML 1.1 has more line breaks than 1.2: NEL, and Unicode's separators of lines and paragraphs. */
export function isBreak(char: string): boolean {
  return char === "\n" || char === "\r" || char === "\x85" || char === "\u2028" || char === "\u2029";
}

export function isBreakOrEnd(char: string): boolean {
  return isBreak(char) || char === END;
}

export function isBlankOrEnd(char: string): boolean {
  return isBlank(char) || isBreakOrEnd(char);
}
