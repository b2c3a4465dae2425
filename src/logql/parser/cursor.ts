import { closest, distance } from "fastest-levenshtein";
import type { Literal, Name, Span, Text } from "../ast";
import { Unreadable, unreadable } from "../errors";
import { FROM_PROMQL, FUNCTION_NAMES } from "../functions";
import { RESERVED, type Token, type TokenKind } from "../lexer";

/** What stands where an expression begins. */
export const QUERY = "a query: a selector in braces, a function of one, or a number";

const END: Token = { kind: "end", from: 0, to: 0, text: "", value: "", amount: 0 };

/** Where a parser stands in the tokens of an expression. */
export class Cursor {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The token that comes next, or one further ahead. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] ?? END;
  }

  /** The token that has been read last. */
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

  /** The next token where it is this symbol; it has been read then. */
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
    const { from, to, text } = this.expectKind("identifier", "the name of a label");
    return { kind: "name", from, to, name: text };
  }

  text(): Text {
    const { from, to, value } = this.expectKind("string", "a text in double quotes or backticks");
    return { kind: "text", from, to, value };
  }

  /** Items with commas between them. */
  list<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.take(",") !== null) items.push(item());
    return items;
  }

  /** From a piece that has been read to the last token. */
  since(first: Span): Span {
    return { from: first.from, to: this.last.to };
  }

  fail(expected: string): never {
    throw this.unexpected(expected);
  }

  private unexpected(expected: string): Unreadable {
    const token = this.peek();
    if (token.kind === "end") {
      return unreadable(token, "the end of the query", expected, "go on with what is missing, or close what is open");
    }
    if (token.kind === "identifier" && this.isSymbol("(", 1)) return unknownFunction(token);
    return unreadable(token, this.shown(token), expected, remedyFor(token, expected));
  }

  /** A name as it was written: one of Prometheus' may have colons in it, at which the lexer ends a token. */
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
    if (kind === "symbol" && RESERVED.has(value)) return `"${text}", a word that LogQL reserves,`;
    return kind === "string" ? `the text ${text}` : `"${text}"`;
  }
}

function remedyFor(token: Token, expected: string): string {
  if (token.kind === "identifier" && expected === QUERY) {
    return "write a query of lines; a rule on a metric of Prometheus belongs to Prometheus";
  }
  if (token.text.startsWith("'")) return "quote the text with double quotes or backticks";
  if (token.text === "@") return "leave the @ modifier out: LogQL has none";
  if (token.kind === "symbol" && RESERVED.has(token.value) && expected.includes("label")) return "name another label";
  return `write ${expected} here`;
}

function unknownFunction({ from, to, text }: Token): Unreadable {
  const name = text.toLowerCase();
  const near = FROM_PROMQL[name] ?? closest(name, [...FUNCTION_NAMES]);
  const meant = name in FROM_PROMQL || distance(name, near) <= name.length / 3;
  return new Unreadable({
    kind: "function",
    moment: "load",
    from,
    to,
    got: `a function "${text}"`,
    expected: "a function of LogQL's, such as count_over_time, rate or sum",
    remedy: meant ? `did you mean "${near}"?` : "use a function that this version of Loki knows",
  });
}

/** The same, where Loki takes any number and reckons with 0 for one that it can't read. */
export function readSigned(cursor: Cursor, expected: string): Literal {
  const first = cursor.peek();
  const sign = cursor.take("-") !== null ? -1 : 1;
  if (sign === 1) cursor.take("+");
  const { amount } = cursor.expectKind("number", expected);
  return { kind: "literal", value: sign * amount, ...cursor.since(first) };
}
