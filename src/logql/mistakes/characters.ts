import { type Edit, type Explanation, insert, quotedText, replace, type Situation, token } from "./situation";

interface Stray {
  /** Its name in messages. */
  readonly name: string;
  /** What the author meant. */
  readonly instead: string;
}

const stray = (name: string, instead: string): Stray => ({ name, instead });

/** Characters that editors, chats and word processors put in place of others. */
const STRAY: Readonly<Record<string, Stray>> = {
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

/** Characters in none of the strings and comments that end before the position where the parser stopped. */
const OPAQUE = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*/gsu;

/** Returns the stray characters outside strings and comments. */
function straysIn(text: string): readonly Edit[] {
  const plain = text.replace(OPAQUE, (part) => "x".repeat(part.length));
  return [...plain].reduce<{ at: number; edits: Edit[] }>(
    ({ at, edits }, character) => {
      const found = STRAY[character];
      if (found !== undefined) edits.push({ from: at, to: at + character.length, text: found.instead });
      return { at: at + character.length, edits };
    },
    { at: 0, edits: [] },
  ).edits;
}

/** A character that looks like another one, or like none. */
export function strayCharacter({ text }: Situation): Explanation | null {
  const edits = straysIn(text);
  const [first] = edits;
  if (first === undefined) return null;
  const character = text.slice(first.from, first.to);
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const found = [...new Set(edits.map(({ from, to }) => text.slice(from, to)))];
  return {
    span: first,
    got: `${STRAY[character]?.name} (${code})`,
    expected: "characters of LogQL outside strings",
    remedy: [...new Set(found.map((one) => STRAY[one]?.instead ?? ""))]
      .map((instead) => replacement(found, instead))
      .join("; "),
    edits,
  };
}

/** What to do with the characters that have the same meaning. */
function replacement(characters: readonly string[], instead: string): string {
  const same = characters.filter((one) => STRAY[one]?.instead === instead);
  const shown = same
    .map((one) => (/[\p{Z}\p{C}]/u.test(one) ? `the ${STRAY[one]?.name.replace(/^an? /, "")}` : one))
    .join(" and ");
  if (instead === "") return `remove ${shown}`;
  return `replace ${shown} by ${instead === " " ? "a space" : instead}`;
}

/** {namespace="web”} |= "a", {namespace="web} |= "a": a string that ends at the next one's quote */
export function swallowedQuote(situation: Situation): Explanation | null {
  const { text, tokens, at } = situation;
  const long = [at - 2, at - 1, at]
    .map((index) => tokens[index])
    .find((one) => one?.kind === "string" && /[“”„″]|^"[^"]*[,})|]/.test(one.text));
  if (long === undefined) return null;
  const typographic = text.slice(long.from, long.to).search(/[“”„″]/);
  if (typographic > 0) {
    const span = { from: long.from + typographic, to: long.from + typographic + 1 };
    const character = text.slice(span.from, span.to);
    const got = `a typographic quote ${character} at the end of a string`;
    return {
      span,
      got,
      expected: "the quote with which the string starts",
      remedy: `replace ${character} by "`,
      edits: [replace(span, '"')],
    };
  }
  const [written = ""] = /^"[^\s",})|]+/.exec(long.text) ?? [];
  const span = { from: long.from, to: long.from + written.length };
  return {
    span,
    got: "a string without an end",
    expected: "a quote at its end",
    remedy: `write ${written}"`,
    edits: [insert(span.to, '"')],
  };
}

const SINGLE_QUOTED = /'((?:[^'\\\n]|\\.)*)'/g;

/** 'web' */
export function singleQuotes(situation: Situation): Explanation | null {
  const { text } = situation;
  if (!token(situation).text.startsWith("'")) return null;
  const plain = text.replace(OPAQUE, (part) => "x".repeat(part.length));
  const edits = [...plain.matchAll(SINGLE_QUOTED)].map(({ index, 0: whole, 1: value = "" }) =>
    replace({ from: index, to: index + whole.length }, quotedText(value)),
  );
  const [first] = edits;
  if (first === undefined) return null;
  const remedy = `write ${edits.map((edit) => edit.text).join(" and ")}`;
  return { span: first, got: "a single quote", expected: "double quotes or backticks", remedy, edits };
}

/** -- comment */
export function foreignComment(situation: Situation): Explanation | null {
  const { text } = situation;
  const { from } = token(situation, token(situation, -1).text === "-" ? -1 : 0);
  if (!text.startsWith("--", from)) return null;
  const end = text.indexOf("\n", from);
  const edits = [insert(from, "#")];
  const span = { from, to: end < 0 ? text.length : end };
  return {
    span,
    got: 'a comment after "--"',
    expected: "a comment after #",
    remedy: "start the comment with #",
    edits,
  };
}

/** A query that ends with a semicolon. */
export function semicolon(situation: Situation): Explanation | null {
  const here = token(situation);
  if (here.text !== ";") return null;
  const edits = [replace(here, "")];
  return { span: here, got: 'a ";"', expected: "one query", remedy: 'remove the ";"', edits };
}
