/** A character that looks like another one, or like none, and what to write instead. */
export interface SpecialCharacter {
  /** Its offset in the text. */
  readonly index: number;
  readonly char: string;
  /** Its name and code point, such as "a no-break space (U+00A0)". */
  readonly name: string;
  /** The character that was probably meant; empty if the character should be deleted. */
  readonly instead: string;
}

/** The names and replacements of single characters and ranges. */
const CHARACTERS: readonly (readonly [from: number, to: number, name: string, instead: string])[] = [
  [0x00a0, 0x00a0, "a no-break space", " "],
  [0x00ad, 0x00ad, "a soft hyphen", ""],
  [0x00b4, 0x00b4, "an acute accent", "'"],
  [0x034f, 0x034f, "a combining grapheme joiner", ""],
  [0x037e, 0x037e, "a Greek question mark", ";"],
  [0x061c, 0x061c, "an Arabic letter mark", ""],
  [0x1680, 0x1680, "an Ogham space", " "],
  [0x180e, 0x180e, "a Mongolian vowel separator", ""],
  [0x2000, 0x200a, "a space of a special width", " "],
  [0x200b, 0x200b, "a zero-width space", ""],
  [0x200c, 0x200d, "a zero-width joiner", ""],
  [0x200e, 0x200f, "a direction mark", ""],
  [0x2010, 0x2011, "a hyphen that isn't ASCII", "-"],
  [0x2012, 0x2013, "an en dash", "-"],
  [0x2014, 0x2015, "an em dash", "-"],
  [0x2018, 0x201b, "a typographic single quote", "'"],
  [0x201c, 0x201f, "a typographic double quote", '"'],
  [0x2028, 0x2028, "a line separator", "\n"],
  [0x2029, 0x2029, "a paragraph separator", "\n"],
  [0x202a, 0x202e, "a direction mark", ""],
  [0x202f, 0x202f, "a narrow no-break space", " "],
  [0x2032, 0x2032, "a prime", "'"],
  [0x2033, 0x2033, "a double prime", '"'],
  [0x205f, 0x205f, "a mathematical space", " "],
  [0x2060, 0x2064, "an invisible operator", ""],
  [0x2066, 0x206f, "a direction mark", ""],
  [0x2212, 0x2212, "a minus sign that isn't ASCII", "-"],
  [0x3000, 0x3000, "an ideographic space", " "],
  [0xfe00, 0xfe0f, "a variation selector", ""],
  [0xfeff, 0xfeff, "a byte order mark", ""],
];

/** Characters as wide as an ideograph, which have the order of ASCII. */
const FULL_WIDTH = { from: 0xff01, to: 0xff5e, distance: 0xfee0 };

/** Returns the first invisible or misleading character of a text; null if it has none. */
export function specialCharacter(text: string): SpecialCharacter | null {
  for (const { 0: char, index } of text.matchAll(/[\u00a0-\uffff]/g)) {
    const described = describeCharacter(char);
    if (described !== null) return { index, char, name: characterName(char), instead: described.instead };
  }
  return null;
}

/** Returns the name of a character with its code point, such as "a control character (U+0001)". */
export function characterName(char: string, name = describeCharacter(char)?.name): string {
  const code = char.codePointAt(0) ?? 0;
  return `${name ?? (isControl(code) ? "a control character" : "a character")} (${codePoint(code)})`;
}

/** Returns the name of an invisible or misleading character, without its code point; null for any other one. */
export function describeCharacter(char: string): Pick<SpecialCharacter, "name" | "instead"> | null {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0xa0) return null;
  if (code >= FULL_WIDTH.from && code <= FULL_WIDTH.to) {
    const instead = String.fromCharCode(code - FULL_WIDTH.distance);
    return { name: `a full-width ${instead}`, instead };
  }
  const known = CHARACTERS.find(([from, to]) => code >= from && code <= to);
  if (known === undefined) return null;
  const [, , name, instead] = known;
  return { name, instead };
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
