import { closest, distance } from "fastest-levenshtein";
import type { Literal, Name, Span, Text } from "../ast";
import { ParseError, parseError } from "../errors";
import { FUNCTION_NAMES } from "../functions";
import { RESERVED, type Token, type TokenKind } from "../lexer";

/** The expected start of an expression, for messages. */
export const QUERY = "a query: a selector in braces, a function, or a number";

const END: Token = { kind: "end", from: 0, to: 0, text: "", value: "", amount: 0 };

/** The operands and conditions in a query at which parsing ends: all functions on it are recursive. */
const MOST_PARTS = 1000;

/** The parser's position in the tokens of a query. */
export class Cursor {
  private at = 0;
  private parts = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Returns the next token, or one further ahead. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] ?? END;
  }

  /**
   * Counts an operand or a condition, which may contain others.
   * @throws ParseError if there are too many
   */
  countPart(): void {
    this.parts += 1;
    if (this.parts <= MOST_PARTS) return;
    const got = `a query with more than ${MOST_PARTS} operands, parentheses and conditions`;
    throw parseError(this.peek(), got, "fewer of them", "split the query into several rules");
  }

  /** The last token read. */
  get last(): Token {
    return this.tokens[this.at - 1] ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  isSymbol(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "symbol" && token.value === value;
  }

  isFunction(value: string): boolean {
    const token = this.peek();
    return token.kind === "function" && token.value === value;
  }

  /** Reads the next token if it is this symbol; otherwise returns null. */
  take(value: string): Token | null {
    return this.isSymbol(value) ? this.next() : null;
  }

  expect(value: string): Token {
    return this.take(value) ?? this.fail(`"${value}"`);
  }

  expectKind(kind: TokenKind, expected: string): Token {
    return this.peek().kind === kind ? this.next() : this.fail(expected);
  }

  name(): Name {
    const { from, to, text } = this.expectKind("identifier", "a label name");
    return { kind: "name", from, to, name: text };
  }

  text(): Text {
    const { from, to, value } = this.expectKind("string", "a string in double quotes or backticks");
    return { kind: "text", from, to, value };
  }

  /** Reads items separated by commas. */
  list<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.take(",") !== null) items.push(item());
    return items;
  }

  /** Returns the span from the given part to the last token read. */
  since(first: Span): Span {
    return { from: first.from, to: this.last.to };
  }

  fail(expected: string): never {
    throw this.unexpected(expected);
  }

  private unexpected(expected: string): ParseError {
    const token = this.peek();
    if (token.kind === "end") {
      return parseError(token, "the end of the query", expected, "complete the query");
    }
    if (token.kind === "identifier" && this.isSymbol("(", 1)) return unknownFunction(token);
    return parseError(token, this.shown(token), expected, remedyFor(token, expected));
  }

  /** Returns the whole name. A Prometheus metric name may contain colons, which end a LogQL token. */
  private wholeName(): string {
    let { text, to } = this.peek();
    for (let ahead = 1; this.peek(ahead).from === to && /^[\w:]+$/.test(this.peek(ahead).text); ahead += 1) {
      text += this.peek(ahead).text;
      to = this.peek(ahead).to;
    }
    return text;
  }

  private shown({ kind, text, value }: Token): string {
    if (text.startsWith("'")) return "a single quote";
    if (kind === "identifier") return `"${this.wholeName()}"`;
    if (kind === "symbol" && RESERVED.has(value)) return `"${text}", a reserved word in LogQL`;
    return kind === "string" ? `the string ${text}` : `"${text}"`;
  }
}

function remedyFor(token: Token, expected: string): string {
  if (token.kind === "identifier" && expected === QUERY) {
    return "write a query on log lines; move rules on Prometheus metrics to Prometheus";
  }
  if (token.text.startsWith("'")) return "use double quotes or backticks";
  if (token.text === "@") return "remove the @ modifier: LogQL has none";
  if (token.kind === "symbol" && RESERVED.has(token.value) && expected.includes("label")) return "name another label";
  return `write ${expected} here`;
}

function unknownFunction({ from, to, text }: Token): ParseError {
  const name = text.toLowerCase();
  const near = closest(name, [...FUNCTION_NAMES]);
  const meant = distance(name, near) <= name.length / 3;
  return new ParseError({
    kind: "function",
    phase: "load",
    from,
    to,
    got: `an unknown function "${text}"`,
    expected: "a LogQL function, such as count_over_time, rate or sum",
    remedy: meant ? `did you mean "${near}"?` : "use a function that this version of Loki supports",
  });
}

/** Reads a number with or without a sign. Its value is NaN if it has a base that Loki can't read. */
export function readSigned(cursor: Cursor, expected: string): Literal {
  const first = cursor.peek();
  const sign = cursor.take("-") !== null ? -1 : 1;
  if (sign === 1) cursor.take("+");
  const { amount } = cursor.expectKind("number", expected);
  return { kind: "literal", value: sign * amount, ...cursor.since(first) };
}
