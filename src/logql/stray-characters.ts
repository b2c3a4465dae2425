import { characterName, describeCharacter } from "../units";

/** A character that looks like another one, or like none. */
interface Stray {
  /** Its name in messages. */
  readonly name: string;
  /** What the author meant. */
  readonly instead: string;
}

const stray = (name: string, instead: string): Stray => ({ name, instead });

/** Characters that mean something else in a query than in other texts, or that only a query can't contain. */
const IN_QUERIES: Readonly<Record<string, Stray>> = {
  "\u000b": stray("a vertical tab", " "),
  "\u000c": stray("a form feed", " "),
  "\u0085": stray("a next-line character", " "),
  "\u2028": stray("a line separator", " "),
  "\u2029": stray("a paragraph separator", " "),
  "´": stray("an acute accent", "`"),
  "«": stray("a typographic double quote", '"'),
  "»": stray("a typographic double quote", '"'),
  "≥": stray("the character ≥", ">="),
  "≤": stray("the character ≤", "<="),
  "≠": stray("the character ≠", "!="),
  "×": stray("the character ×", "*"),
  "÷": stray("the character ÷", "/"),
};

/** Returns the name of a character that editors, chats and word processors put in place of another; null for others. */
export function strayOf(character: string): Stray | null {
  return IN_QUERIES[character] ?? describeCharacter(character);
}

/** Returns the name of a character that looks like another one, or like none, with its code point. */
export function nameOf(character: string): string {
  return characterName(character, strayOf(character)?.name);
}

/** Joiners are a part of some scripts and emojis. */
const LEGITIMATE = /[\u200c\u200d]/;

/** Returns the first invisible character in a text, or null. A plain space is visible. */
export function invisibleCharacter(text: string): string | null {
  return [...text].find((one) => strayOf(one) !== null && /[\p{Z}\p{C}]/u.test(one) && !LEGITIMATE.test(one)) ?? null;
}

/** Replaces each invisible character of a text by the one that its author meant. */
export function withoutInvisible(text: string): string {
  return [...text].map((one) => (invisibleCharacter(one) === null ? one : (strayOf(one)?.instead ?? one))).join("");
}
