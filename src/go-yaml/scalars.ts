import { type Cursor, END, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from "./cursor";
import { ScalarText } from "./scalar-text";
import { YamlError } from "./yaml-error";

/** The characters between the two parts of a scalar of several lines. */
interface Gap {
  readonly at: number;
  /** Blanks between words of one line. */
  readonly blanks: string;
  readonly firstBreak: string;
  readonly furtherBreaks: string;
}

/** Reads blanks and line breaks. Blanks before and after a line break have no meaning. */
function takeGap(cursor: Cursor, checkBlank: (isNewLine: boolean) => void = () => undefined): Gap {
  const at = cursor.position;
  let [blanks, firstBreak, furtherBreaks] = ["", "", ""];
  for (let char = cursor.peek(); isBlank(char) || isBreak(char); char = cursor.peek()) {
    if (isBlank(char)) {
      checkBlank(firstBreak !== "");
      if (firstBreak === "") blanks += char;
      cursor.skip();
    } else if (firstBreak === "") firstBreak = cursor.takeBreak();
    else furtherBreaks += cursor.takeBreak();
  }
  return { at, blanks, firstBreak, furtherBreaks };
}

/** Appends a gap: a single line break becomes a space. */
function join(text: ScalarText, { at, blanks, firstBreak, furtherBreaks }: Gap): void {
  if (firstBreak === "") text.copy(blanks, at);
  else if (firstBreak !== "\n") text.replace(firstBreak + furtherBreaks, at);
  else text.replace(furtherBreaks === "" ? " " : furtherBreaks, at);
}

/** Reads a scalar without quotes. Returns whether it ends with a line break, after which a key may start. */
export function plainScalar(cursor: Cursor, indent: number, isFlow: boolean): PlainScalar {
  const from = cursor.position;
  const text = new ScalarText();
  let to = from;
  let gap: Gap | null = null;
  while (!cursor.isAtDocumentMarker() && cursor.peek() !== "#") {
    const word = cursor.position;
    skipWord(cursor, isFlow);
    if (cursor.position > word) {
      if (gap !== null) join(text, gap);
      gap = null;
      text.copy(cursor.text.slice(word, cursor.position), word);
      to = cursor.position;
    }
    if (!isBlank(cursor.peek()) && !isBreak(cursor.peek())) break;
    gap = takeGap(cursor, (isNewLine) => {
      if (!isNewLine || cursor.column >= indent || cursor.peek() !== "\t") return;
      throw new YamlError("plain-tab", cursor.position, cursor.position + 1, from);
    });
    if (!isFlow && cursor.column < indent) break;
  }
  return { text, to, endsWithBreak: gap !== null && gap.firstBreak !== "" };
}

export interface PlainScalar {
  readonly text: ScalarText;
  readonly to: number;
  readonly endsWithBreak: boolean;
}

/** Characters that neither end a scalar without quotes nor separate its words. */
const IN_WORD = /[^\s\x85\0:,?[\]{}]+/y;

function skipWord(cursor: Cursor, isFlow: boolean): void {
  for (;;) {
    cursor.skipAll(IN_WORD);
    if (isBlankOrEnd(cursor.peek()) || endsPlain(cursor, isFlow)) return;
    cursor.skip();
  }
}

function endsPlain(cursor: Cursor, isFlow: boolean): boolean {
  const char = cursor.peek();
  return (char === ":" && isBlankOrEnd(cursor.peek(1))) || (isFlow && ",?[]{}".includes(char));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** The number of hexadecimal digits after an escape. */
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a scalar in quotes. */
export function quotedScalar(cursor: Cursor): ScalarText {
  const from = cursor.position;
  const quote = cursor.peek();
  const text = new ScalarText();
  cursor.skip();
  for (;;) {
    if (cursor.isAtDocumentMarker() || cursor.peek() === END) throw new YamlError("quote", from, from + 1);
    const isContinued = quotedWord(cursor, quote, text, from);
    if (cursor.peek() === quote) break;
    const gap = takeGap(cursor);
    // The escaped line break is not part of the value, and neither are the blanks after it.
    if (isContinued) text.replace(gap.firstBreak + gap.furtherBreaks, gap.at);
    else join(text, gap);
  }
  cursor.skip();
  return text;
}

/** Characters without a meaning in quotes. */
const IN_QUOTES = /[^\s\x85\0'"\\]+/y;

/** Reads until a blank, a line break or the closing quote. Returns whether an escaped line break ends the word. */
function quotedWord(cursor: Cursor, quote: string, text: ScalarText, start: number): boolean {
  for (let char = cursor.peek(); !isBlankOrEnd(char); char = cursor.peek()) {
    const at = cursor.position;
    if (char === quote && quote === "'" && cursor.peek(1) === "'") {
      text.replace("'", at);
      cursor.skip(2);
    } else if (char === quote) return false;
    else if (char === "\\" && quote === '"' && isBreak(cursor.peek(1))) {
      cursor.skip();
      cursor.takeBreak();
      return true;
    } else if (char === "\\" && quote === '"') text.replace(takeEscape(cursor, start), at);
    else {
      cursor.skip();
      cursor.skipAll(IN_QUOTES);
      text.copy(cursor.text.slice(at, cursor.position), at);
    }
  }
  return false;
}

function takeEscape(cursor: Cursor, start: number): string {
  const from = cursor.position;
  const letter = cursor.peek(1);
  const digits = DIGITS[letter];
  cursor.skip(2);
  if (digits === undefined) {
    const char = ESCAPES[letter];
    if (char === undefined) throw new YamlError("escape", from, from + 2, start);
    return char;
  }
  const written = cursor.text.slice(cursor.position, cursor.position + digits);
  const code = Number.parseInt(written, 16);
  const isValid = /^[0-9a-fA-F]+$/.test(written) && written.length === digits && isCharacter(code);
  if (!isValid) throw new YamlError("escape", from, Math.min(from + 2 + digits, cursor.text.length), start);
  cursor.skip(digits);
  return String.fromCodePoint(code);
}

/** Half of a surrogate pair is not a character, not even if the other half follows it. */
function isCharacter(code: number): boolean {
  return code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

/** Reads a scalar after "|" (literal) or ">" (folded). */
export function blockScalar(cursor: Cursor, parentIndent: number): ScalarText {
  const from = cursor.position;
  const isLiteral = cursor.peek() === "|";
  cursor.skip();
  const { chomping, increment } = blockHeader(cursor, from);
  const text = new ScalarText();
  const block = { cursor, from, parentIndent };
  const given = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let { indent, at: breaksAt, breaks } = blockBreaks(block, given);
  let [lineBreak, lineBreakAt, isAfterBlank] = ["", from, false];
  while (cursor.column === indent && cursor.peek() !== END) {
    const startsWithBlank = isBlank(cursor.peek());
    const folds = !isLiteral && lineBreak === "\n" && !isAfterBlank && !startsWithBlank;
    if (!folds) text.replace(lineBreak, lineBreakAt);
    else if (breaks === "") text.replace(" ", lineBreakAt);
    text.replace(breaks, breaksAt);
    isAfterBlank = startsWithBlank;
    const line = cursor.position;
    cursor.skipLine();
    text.copy(cursor.text.slice(line, cursor.position), line);
    lineBreakAt = cursor.position;
    lineBreak = cursor.takeBreak();
    ({ indent, at: breaksAt, breaks } = blockBreaks(block, indent));
  }
  if (chomping !== "-") text.replace(lineBreak, lineBreakAt);
  if (chomping === "+") text.replace(breaks, breaksAt);
  return text;
}

function blockHeader(cursor: Cursor, from: number): { readonly chomping: string; readonly increment: number } {
  const header = cursor.take(/[+-][0-9]?|[0-9][+-]?/y);
  const digit = /[0-9]/.exec(header)?.[0];
  cursor.skipBlanks();
  if (cursor.peek() === "#") cursor.skipLine();
  if (digit === "0" || !isBreakOrEnd(cursor.peek())) throw new YamlError("block-header", from, cursor.position + 1);
  cursor.takeBreak();
  return { chomping: header.replace(/[0-9]/, ""), increment: Number(digit ?? 0) };
}

interface Block {
  readonly cursor: Cursor;
  readonly from: number;
  readonly parentIndent: number;
}

/** Reads empty lines and the next line's indentation. If the indentation is not known yet, the longest one counts. */
function blockBreaks({ cursor, from, parentIndent }: Block, indent: number) {
  const at = cursor.position;
  let [breaks, longest] = ["", 0];
  for (;;) {
    cursor.skipSpaces(indent === 0 ? undefined : Math.max(0, indent - cursor.column));
    longest = Math.max(longest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.peek() === "\t") {
      throw new YamlError("block-tab", cursor.position, cursor.position + 1, from);
    }
    if (!isBreak(cursor.peek())) break;
    breaks += cursor.takeBreak();
  }
  return { at, breaks, indent: indent === 0 ? Math.max(longest, parentIndent + 1, 1) : indent };
}
