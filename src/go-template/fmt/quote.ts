const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Quotes a text as a Go literal, as strconv.Quote does. @param ascii whether to escape all other characters */
export function quote(text: string, ascii: boolean, mark = '"'): string {
  return mark + [...text].map((character) => escapedCharacter(character, ascii, mark)).join("") + mark;
}

function escapedCharacter(character: string, ascii: boolean, mark: string): string {
  if (character === mark) return `\\${mark}`;
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (isPrintable(character) && (!ascii || code < 0x7f)) return character;
  const hexadecimal = code.toString(16);
  if (code < 0x80) return `\\x${hexadecimal.padStart(2, "0")}`;
  return code > 0xff_ff ? `\\U${hexadecimal.padStart(8, "0")}` : `\\u${hexadecimal.padStart(4, "0")}`;
}

/** Returns whether Go prints the character as it is. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}
