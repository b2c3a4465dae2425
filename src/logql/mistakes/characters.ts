import { nameOf, strayOf } from "../stray-characters";
import { type Edit, type Explanation, insert, quotedText, replace, type Situation, token } from "./situation";

/** Characters in none of the strings and comments that end before the position where the parser stopped. */
const OPAQUE = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*/gsu;

/** Returns the stray characters outside strings and comments. */
function straysIn(text: string): readonly Edit[] {
  const plain = text.replace(OPAQUE, (part) => "x".repeat(part.length));
  return [...plain].reduce<{ at: number; edits: Edit[] }>(
    ({ at, edits }, character) => {
      const found = strayOf(character);
      if (found !== null) edits.push({ from: at, to: at + character.length, text: found.instead });
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
  const found = [...new Set(edits.map(({ from, to }) => text.slice(from, to)))];
  return {
    span: first,
    got: nameOf(character),
    expected: "characters of LogQL outside strings",
    remedy: [...new Set(found.map((one) => strayOf(one)?.instead ?? ""))]
      .map((instead) => replacement(found, instead))
      .join("; "),
    edits,
  };
}

/** What to do with the characters that have the same meaning. */
function replacement(characters: readonly string[], instead: string): string {
  const same = characters.filter((one) => strayOf(one)?.instead === instead);
  const shown = same
    .map((one) => (/[\p{Z}\p{C}]/u.test(one) ? `the ${strayOf(one)?.name.replace(/^an? /, "")}` : one))
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
    got: "a string without its closing quote",
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
  const remedy = `write ${edits.map((edit) => edit.text).join(", ")}`;
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
