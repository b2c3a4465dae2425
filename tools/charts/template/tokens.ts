import { type Action, actionsOf, type TemplateToken } from "../../../src/go-template/lexer";

/** A word of an action: a name or a number, a quoted text, or a sign. */
export interface Token {
  readonly kind: "word" | "text" | "sign";
  readonly value: string;
  /** Whether a blank stands before it: ".a .b" are two operands, and ".a.b" is one. */
  readonly spaced: boolean;
}

/** A template in pieces: the text between actions, and each action as its words. */
export type Piece = { readonly text: string } | { readonly action: readonly Token[] };

const COMMENT = /\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g;

/** @see https://pkg.go.dev/text/template#hdr-Text_and_spaces */
export function pieces(template: string): readonly Piece[] {
  const actions = actionsOf(template);
  const between = actions.flatMap((action, index) => [
    ...textOf(template.slice(actions[index - 1]?.to ?? 0, action.from)),
    ...wordsOf(action),
  ]);
  return [...between, ...textOf(template.slice(actions.at(-1)?.to ?? 0))];
}

function textOf(text: string): readonly Piece[] {
  const written = text.replace(COMMENT, "");
  return written === "" ? [] : [{ text: written }];
}

function wordsOf({ tokens }: Action): readonly Piece[] {
  return tokens.length === 0 ? [] : [{ action: tokens.flatMap(wordOf) }];
}

function wordOf({ kind, value, joined }: TemplateToken): readonly Token[] {
  const spaced = !joined;
  if (kind === "text") return [{ kind: "text", value: unquoted(value), spaced }];
  if (kind === "dot" || kind === "mark") return [{ kind: "sign", value, spaced }];
  if (kind !== "field") return [{ kind: "word", value, spaced }];
  return [
    { kind: "sign", value: ".", spaced },
    { kind: "word", value: value.slice(1), spaced: false },
  ];
}

function unquoted(quoted: string): string {
  const text = quoted.slice(1, -1);
  if (quoted.startsWith("`")) return text;
  return text.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
