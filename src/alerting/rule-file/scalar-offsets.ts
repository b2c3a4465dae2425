/** A character that a scalar's source stands for, and where in the source it stands. */
interface Unit {
  readonly char: string;
  readonly at: number;
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n|[\s\S])/y;
const NAMED: Readonly<Record<string, string>> = {
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
 * Where each character of a scalar's value stands in its source. Indentation, folding and quoting change blanks and
 * nothing else but escapes, so the other characters of both come in the same order.
 * @param source the scalar as it stands in the file, with its quotes or block header
 */
export function scalarOffsets(source: string, value: string): readonly number[] {
  const units = unitsOf(source);
  const offsets: number[] = [];
  let next = 0;
  for (const char of value.split("")) {
    next = unitFor(char, units, next);
    offsets.push(units[next]?.at ?? source.length);
    if (units[next] !== undefined && isBlank(units[next]?.char ?? "") === isBlank(char)) next += 1;
  }
  return offsets;
}

/** Blanks stand where the source has any; for another character those before it are skipped. */
function unitFor(char: string, units: readonly Unit[], from: number): number {
  if (isBlank(char)) return from;
  let at = from;
  while (at < units.length && isBlank(units[at]?.char ?? "")) at += 1;
  return at;
}

function isBlank(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\r";
}

function unitsOf(source: string): readonly Unit[] {
  if (source.startsWith('"')) return doubleQuoted(source);
  if (source.startsWith("'")) return singleQuoted(source);
  const header = /^[|>][^\n]*\n/.exec(source)?.[0].length ?? 0;
  return plain(source, header);
}

/** A quote is written twice; the first of the two stands for it. */
function singleQuoted(source: string): readonly Unit[] {
  const found: Unit[] = [];
  for (let at = 1; at < source.length - 1; ) {
    const char = source.charAt(at);
    found.push({ char, at });
    at += char === "'" ? 2 : 1;
  }
  return found;
}

function doubleQuoted(source: string): readonly Unit[] {
  const found: Unit[] = [];
  for (let at = 1; at < source.length - 1; ) {
    ESCAPE.lastIndex = at;
    const escaped = ESCAPE.exec(source);
    const text = escaped === null ? source.charAt(at) : meaning(escaped);
    for (const char of text.split("")) found.push({ char, at });
    at += escaped?.[0].length ?? 1;
  }
  return found;
}

function meaning([whole, two, four, eight]: RegExpExecArray): string {
  const code = two ?? four ?? eight;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  const letter = whole.slice(1);
  return letter.endsWith("\n") ? "" : (NAMED[letter] ?? letter);
}

function plain(source: string, from: number): readonly Unit[] {
  return Array.from({ length: source.length - from }, (_, n) => ({ char: source.charAt(from + n), at: from + n }));
}
