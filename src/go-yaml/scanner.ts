import { Cursor, END, isBlank, isBlankOrEnd, isBreak } from "./cursor";
import { anchorName, type Directive, directive, type Tag, tag } from "./properties";
import type { ScalarText } from "./scalar-text";
import { blockScalar, plainScalar, quotedScalar } from "./scalars";
import { YamlError, type YamlErrorKind } from "./yaml-error";

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

export type TokenKind =
  | "directive"
  | "document-start"
  | "document-end"
  | "end"
  | "block-list"
  | "block-mapping"
  | "block-end"
  | "list-start"
  | "list-end"
  | "mapping-start"
  | "mapping-end"
  | "dash"
  | "comma"
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** A token of a YAML text. What it contains depends on its kind. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly tag?: Tag;
  readonly directive?: Directive;
  readonly text?: ScalarText;
  readonly style?: ScalarStyle;
}

/** A token that becomes a key if a colon follows. */
interface SimpleKey {
  readonly from: number;
  readonly line: number;
  readonly column: number;
  /** The index of its token. */
  readonly token: number;
  /** Whether only a key can be here. */
  readonly isRequired: boolean;
}

/** A key must be shorter than this, and on one line. */
const LONGEST_KEY = 1024;

/** Go allows 10,000 levels. The ruler rejects any file with more than a dozen, because it expects texts there. */
const DEEPEST = 200;

/** How many tokens Go's scanner reads ahead. An error further on, behind the document, stops nothing. */
const AHEAD = 2;

/**
 * The tokens of a text, which the scanner reads when the parser needs them.
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/scannerc.go
 */
export class Scanner {
  private readonly cursor: Cursor;
  private readonly tokens: Token[] = [];
  /** The columns of the open block collections; empty outside of them. */
  private readonly indents: number[] = [];
  /** The possible key of each open flow collection, after that of the block. */
  private readonly keys: (SimpleKey | null)[] = [null];
  private isKeyAllowed = true;
  private isAtEnd = false;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** Returns a token. Behind the end of the text, the last token repeats. */
  token(index: number): Token {
    while (!this.isAtEnd && (this.tokens.length <= index + AHEAD || this.mayBecomeKey(index)))
      this.isAtEnd = !this.next();
    const token = this.tokens[index] ?? this.tokens.at(-1);
    if (token === undefined) throw this.error("content");
    return token;
  }

  /** Whether a colon that follows inserts the token of a key before this one. */
  private mayBecomeKey(index: number): boolean {
    return this.keys.some((key) => key?.token === index);
  }

  private get indent(): number {
    return this.indents.at(-1) ?? -1;
  }

  private get isFlow(): boolean {
    return this.keys.length > 1;
  }

  /** Adds the next token. Returns whether the text goes on. */
  private next(): boolean {
    this.toNextToken();
    this.dropStaleKeys();
    this.unroll(this.cursor.column);
    const char = this.cursor.peek();
    if (char === END) return this.end();
    if (this.cursor.column === 0 && char === "%") return this.directive();
    if (this.cursor.isAtDocumentMarker()) this.documentMarker();
    else this.content(char);
    return true;
  }

  private content(char: string): void {
    const isFollowed = isBlankOrEnd(this.cursor.peek(1));
    if (char === "[" || char === "{") this.openFlow(char);
    else if (char === "]" || char === "}") this.closeFlow(char);
    else if (char === ",") this.comma();
    else if (char === "-" && isFollowed) this.blockEntry();
    else if (char === "?" && (this.isFlow || isFollowed)) this.key();
    else if (char === ":" && (this.isFlow || isFollowed)) this.value();
    else if (char === "*" || char === "&") this.anchor(char);
    else if (char === "!") this.tag();
    else if ((char === "|" || char === ">") && !this.isFlow) this.block(char);
    else if (char === "'" || char === '"') this.quoted(char);
    else if (this.startsPlain(char)) this.plain();
    else throw this.error("start");
  }

  private startsPlain(char: string): boolean {
    if (char === "-") return !isBlank(this.cursor.peek(1));
    if (char === "?" || char === ":") return !this.isFlow && !isBlankOrEnd(this.cursor.peek(1));
    return !isBlank(char) && !isBreak(char) && !"#|>%@`".includes(char);
  }

  /** Skips blanks, comments and line breaks. A tab can't indent a block. */
  private toNextToken(): void {
    const { cursor } = this;
    for (;;) {
      if (this.isFlow || !this.isKeyAllowed) cursor.skipBlanks();
      else cursor.skipSpaces();
      if (cursor.peek() === "#") cursor.skipLine();
      if (!isBreak(cursor.peek())) return;
      cursor.takeBreak();
      if (!this.isFlow) this.isKeyAllowed = true;
    }
  }

  private add(kind: TokenKind, from: number, to: number, more: Partial<Token> = {}): void {
    this.tokens.push({ kind, from, to, ...more });
  }

  /** Adds a token of characters at the position. */
  private addSymbol(kind: TokenKind, length = 1): void {
    const from = this.cursor.position;
    this.cursor.skip(length);
    this.add(kind, from, from + length);
  }

  private error(kind: YamlErrorKind, start = this.cursor.position): YamlError {
    return new YamlError(kind, this.cursor.position, this.cursor.position + 1, start);
  }

  private saveKey(): void {
    if (!this.isKeyAllowed) return;
    const { position: from, line, column } = this.cursor;
    const isRequired = !this.isFlow && this.indent === column;
    this.removeKey();
    this.keys[this.keys.length - 1] = { from, line, column, token: this.tokens.length, isRequired };
  }

  private removeKey(): void {
    const key = this.keys.at(-1);
    if (key?.isRequired) throw this.error("colon", key.from);
    this.keys[this.keys.length - 1] = null;
  }

  private dropStaleKeys(): void {
    const { line, position } = this.cursor;
    for (const [index, key] of this.keys.entries()) {
      if (key === null || (key.line === line && position <= key.from + LONGEST_KEY)) continue;
      if (key.isRequired) throw this.error("colon", key.from);
      this.keys[index] = null;
    }
  }

  /** Opens a block collection if the column is further in than the current one. */
  private roll(column: number, kind: TokenKind, from: number, index = this.tokens.length): void {
    if (this.isFlow || this.indent >= column) return;
    this.indents.push(column);
    this.checkDepth();
    this.tokens.splice(index, 0, { kind, from, to: from });
  }

  /** Closes the block collections that are further in than the column. */
  private unroll(column: number): void {
    if (this.isFlow) return;
    while (this.indent > column) {
      this.indents.pop();
      this.add("block-end", this.cursor.position, this.cursor.position);
    }
  }

  private checkDepth(): void {
    if (this.indents.length + this.keys.length > DEEPEST) throw this.error("depth");
  }

  private end(): false {
    while (this.isFlow) this.keys.pop();
    this.unroll(-1);
    this.removeKey();
    this.add("end", this.cursor.position, this.cursor.position);
    return false;
  }

  private directive(): boolean {
    this.unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    const from = this.cursor.position;
    const read = directive(this.cursor);
    this.add("directive", from, this.cursor.position, { directive: read });
    return true;
  }

  private documentMarker(): void {
    this.unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    this.addSymbol(this.cursor.peek() === "-" ? "document-start" : "document-end", 3);
  }

  private openFlow(char: string): void {
    this.saveKey();
    this.keys.push(null);
    this.checkDepth();
    this.isKeyAllowed = true;
    this.addSymbol(char === "[" ? "list-start" : "mapping-start");
  }

  private closeFlow(char: string): void {
    this.removeKey();
    if (this.isFlow) this.keys.pop();
    this.isKeyAllowed = false;
    this.addSymbol(char === "]" ? "list-end" : "mapping-end");
  }

  private comma(): void {
    this.removeKey();
    this.isKeyAllowed = true;
    this.addSymbol("comma");
  }

  private blockEntry(): void {
    if (!this.isFlow && !this.isKeyAllowed) throw this.error("dash-place");
    this.roll(this.cursor.column, "block-list", this.cursor.position);
    this.removeKey();
    this.isKeyAllowed = true;
    this.addSymbol("dash");
  }

  private key(): void {
    if (!this.isFlow && !this.isKeyAllowed) throw this.error("key-place");
    this.roll(this.cursor.column, "block-mapping", this.cursor.position);
    this.removeKey();
    this.isKeyAllowed = !this.isFlow;
    this.addSymbol("key");
  }

  private value(): void {
    const key = this.keys.at(-1) ?? null;
    if (key === null) this.complexValue();
    else {
      this.tokens.splice(key.token, 0, { kind: "key", from: key.from, to: key.from });
      this.roll(key.column, "block-mapping", key.from, key.token);
      this.keys[this.keys.length - 1] = null;
      this.isKeyAllowed = false;
    }
    this.addSymbol("value");
  }

  /** The value of a key after "?", or of an empty key. */
  private complexValue(): void {
    if (!this.isFlow && !this.isKeyAllowed) throw this.error("value-place");
    this.roll(this.cursor.column, "block-mapping", this.cursor.position);
    this.isKeyAllowed = !this.isFlow;
  }

  private anchor(char: string): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const from = this.cursor.position;
    const name = anchorName(this.cursor);
    this.add(char === "*" ? "alias" : "anchor", from, this.cursor.position, { name });
  }

  private tag(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const from = this.cursor.position;
    const read = tag(this.cursor);
    this.add("tag", from, this.cursor.position, { tag: read });
  }

  private block(char: string): void {
    this.removeKey();
    this.isKeyAllowed = true;
    const from = this.cursor.position;
    const text = blockScalar(this.cursor, this.indent);
    this.scalar(from, this.cursor.position, text, char === "|" ? "literal" : "folded");
  }

  private quoted(char: string): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const from = this.cursor.position;
    const text = quotedScalar(this.cursor);
    this.scalar(from, this.cursor.position, text, char === "'" ? "single" : "double");
  }

  private plain(): void {
    this.saveKey();
    this.isKeyAllowed = false;
    const from = this.cursor.position;
    const { text, to, endsWithBreak } = plainScalar(this.cursor, this.indent + 1, this.isFlow);
    this.scalar(from, to, text, "plain");
    if (endsWithBreak) this.isKeyAllowed = true;
  }

  private scalar(from: number, to: number, text: ScalarText, style: ScalarStyle): void {
    this.add("scalar", from, to, { text, style });
  }
}
