/** A range in a file of the project. Lines and columns count from one; the end is exclusive. */
export interface SourceLocation {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A scalar in a file, with the location of each character. */
export class LocatedText {
  constructor(
    readonly value: string,
    private readonly source: SourceText,
    /** The offsets of the scalar in the file, including its quotes or block header. */
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** Returns the location of the whole text. */
  location(): SourceLocation {
    return this.source.location(this.from, this.to);
  }

  /** Returns the location of a part, given by its offsets in the value. */
  locationOf({ from, to }: { readonly from: number; readonly to: number }): SourceLocation {
    const offsets = scalarOffsets(this.source.text.slice(this.from, this.to), this.value);
    const first = offsets[from];
    const last = offsets[Math.max(from, to - 1)];
    if (first === undefined)
      return this.source.location(this.from + (offsets.at(-1) ?? 0), this.from + (offsets.at(-1) ?? 0) + 1);
    return this.source.location(this.from + first, this.from + (last ?? first) + 1);
  }
}

/** The text of a file. Converts offsets to lines and columns. */
export class SourceText {
  private readonly lineStarts: readonly number[];

  constructor(
    /** Relative to the project. */
    readonly path: string,
    readonly text: string,
  ) {
    this.lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  location(from: number, to: number): SourceLocation {
    const start = this.position(from);
    const end = this.position(Math.max(from, to));
    return { file: this.path, ...start, endLine: end.line, endColumn: end.column };
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

/** A character of a scalar's value, and its offset in the source. */
interface Unit {
  readonly char: string;
  readonly at: number;
}

const ESCAPE_SEQUENCE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n|[\s\S])/y;
const ESCAPED: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/**
 * Returns the source offset of each character in a scalar's value. Except for escapes, YAML changes only whitespace
 * (indentation, folding and quoting), so all other characters keep their order.
 * @param source the scalar in the file, including its quotes or block header
 */
function scalarOffsets(source: string, value: string): readonly number[] {
  const units = unitsOf(source);
  const offsets: number[] = [];
  let next = 0;
  for (const char of value.split("")) {
    next = nextUnit(char, units, next);
    offsets.push(units[next]?.at ?? source.length);
    if (units[next] !== undefined && isWhitespace(units[next]?.char ?? "") === isWhitespace(char)) next += 1;
  }
  return offsets;
}

/** Whitespace keeps the current unit; any other character first skips the whitespace in the source. */
function nextUnit(char: string, units: readonly Unit[], from: number): number {
  if (isWhitespace(char)) return from;
  let at = from;
  while (at < units.length && isWhitespace(units[at]?.char ?? "")) at += 1;
  return at;
}

function isWhitespace(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\r";
}

function unitsOf(source: string): readonly Unit[] {
  if (source.startsWith('"')) return doubleQuoted(source);
  if (source.startsWith("'")) return singleQuoted(source);
  const header = /^[|>][^\n]*\n/.exec(source)?.[0].length ?? 0;
  return plain(source, header);
}

/** A quote is escaped by doubling it. Its offset is that of the first one. */
function singleQuoted(source: string): readonly Unit[] {
  const units: Unit[] = [];
  for (let at = 1; at < source.length - 1; ) {
    const char = source.charAt(at);
    units.push({ char, at });
    at += char === "'" ? 2 : 1;
  }
  return units;
}

function doubleQuoted(source: string): readonly Unit[] {
  const units: Unit[] = [];
  for (let at = 1; at < source.length - 1; ) {
    ESCAPE_SEQUENCE.lastIndex = at;
    const escaped = ESCAPE_SEQUENCE.exec(source);
    const text = escaped === null ? source.charAt(at) : unescaped(escaped);
    for (const char of text.split("")) units.push({ char, at });
    at += escaped?.[0].length ?? 1;
  }
  return units;
}

function unescaped([whole, two, four, eight]: RegExpExecArray): string {
  const code = two ?? four ?? eight;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  const letter = whole.slice(1);
  return letter.endsWith("\n") ? "" : (ESCAPED[letter] ?? letter);
}

function plain(source: string, from: number): readonly Unit[] {
  return Array.from({ length: source.length - from }, (_, n) => ({ char: source.charAt(from + n), at: from + n }));
}
