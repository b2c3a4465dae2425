/** A character that looks like another one, or like none. */
export interface Stray {
  /** Its name in messages. */
  readonly name: string;
  /** What the author meant. */
  readonly instead: string;
}

const stray = (name: string, instead: string): Stray => ({ name, instead });

/** Characters that editors, chats and word processors put in place of others. */
export const STRAY: Readonly<Record<string, Stray>> = {
  "\u00a0": stray("a no-break space", " "),
  "\u00ad": stray("a soft hyphen", ""),
  "\u0085": stray("a next-line character", " "),
  "\u1680": stray("an Ogham space", " "),
  "\u180e": stray("a Mongolian vowel separator", ""),
  "\u2000": stray("an en quad", " "),
  "\u2001": stray("an em quad", " "),
  "\u2002": stray("an en space", " "),
  "\u2003": stray("an em space", " "),
  "\u2004": stray("a three-per-em space", " "),
  "\u2005": stray("a four-per-em space", " "),
  "\u2006": stray("a six-per-em space", " "),
  "\u2007": stray("a figure space", " "),
  "\u2008": stray("a punctuation space", " "),
  "\u2009": stray("a thin space", " "),
  "\u200a": stray("a hair space", " "),
  "\u200b": stray("a zero-width space", ""),
  "\u200c": stray("a zero-width non-joiner", ""),
  "\u200d": stray("a zero-width joiner", ""),
  "\u200e": stray("a left-to-right mark", ""),
  "\u200f": stray("a right-to-left mark", ""),
  "\u2028": stray("a line separator", " "),
  "\u2029": stray("a paragraph separator", " "),
  "\u202a": stray("a left-to-right embedding", ""),
  "\u202b": stray("a right-to-left embedding", ""),
  "\u202c": stray("a pop directional formatting", ""),
  "\u202d": stray("a left-to-right override", ""),
  "\u202e": stray("a right-to-left override", ""),
  "\u202f": stray("a narrow no-break space", " "),
  "\u205f": stray("a medium mathematical space", " "),
  "\u2060": stray("a word joiner", ""),
  "\u2066": stray("a left-to-right isolate", ""),
  "\u2067": stray("a right-to-left isolate", ""),
  "\u2069": stray("a pop directional isolate", ""),
  "\u3000": stray("an ideographic space", " "),
  "\ufeff": stray("a byte order mark", ""),
  "\u000b": stray("a vertical tab", " "),
  "\u000c": stray("a form feed", " "),
  "“": stray("a typographic quote “", '"'),
  "”": stray("a typographic quote ”", '"'),
  "„": stray("a typographic quote „", '"'),
  "‟": stray("a typographic quote ‟", '"'),
  "«": stray("a quote «", '"'),
  "»": stray("a quote »", '"'),
  "″": stray("a double prime ″", '"'),
  "＂": stray("a full-width quote ＂", '"'),
  "‘": stray("a typographic quote ‘", '"'),
  "’": stray("a typographic quote ’", '"'),
  "‚": stray("a typographic quote ‚", '"'),
  "′": stray("a prime ′", '"'),
  "´": stray("an acute accent ´", "`"),
  "–": stray("an en dash –", "-"),
  "—": stray("an em dash —", "-"),
  "−": stray("a minus sign −", "-"),
  "‐": stray("a hyphen ‐", "-"),
  "‑": stray("a no-break hyphen", "-"),
  "≥": stray("the character ≥", ">="),
  "≤": stray("the character ≤", "<="),
  "≠": stray("the character ≠", "!="),
  "×": stray("the character ×", "*"),
  "÷": stray("the character ÷", "/"),
  "＝": stray("a full-width ＝", "="),
  "｛": stray("a full-width ｛", "{"),
  "｝": stray("a full-width ｝", "}"),
  "（": stray("a full-width （", "("),
  "）": stray("a full-width ）", ")"),
  "［": stray("a full-width ［", "["),
  "］": stray("a full-width ］", "]"),
  "｜": stray("a full-width ｜", "|"),
  "，": stray("a full-width ，", ","),
  "＞": stray("a full-width ＞", ">"),
  "＜": stray("a full-width ＜", "<"),
};

/** Returns the name of a character that looks like another one, or like none, with its code point. */
export function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return `${STRAY[character]?.name ?? "a character"} (${code})`;
}

/** Joiners are a part of some scripts and emojis. */
const LEGITIMATE = /[\u200c\u200d]/;

/** Returns the first invisible character in a text, or null. A plain space is visible. */
export function invisibleCharacter(text: string): string | null {
  return (
    [...text].find((one) => STRAY[one] !== undefined && /[\p{Z}\p{C}]/u.test(one) && !LEGITIMATE.test(one)) ?? null
  );
}

/** Replaces each invisible character of a text by the one that its author meant. */
export function withoutInvisible(text: string): string {
  return [...text].map((one) => (invisibleCharacter(one) === null ? one : (STRAY[one]?.instead ?? one))).join("");
}
