/** A word of an action: a name or a number, a quoted text, or a sign. */
export interface Token {
  readonly kind: "word" | "text" | "sign";
  readonly value: string;
  /** Whether a blank stands before it: ".a .b" are two operands, and ".a.b" is one. */
  readonly spaced: boolean;
}

/** A template in pieces: the text between actions, and each action as its words. */
export type Piece = { readonly text: string } | { readonly action: readonly Token[] };

const TOKEN = /(\s*)(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|('(?:[^'\\]|\\.)+'|[\w$]+|:=|[.|(),=])|(-?\}\})|(-?\d[\w.]*))/y;
const COMMENT = /^\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/;

/** @see https://pkg.go.dev/text/template#hdr-Text_and_spaces */
export function pieces(template: string): readonly Piece[] {
  const found: Piece[] = [];
  let rest = template;
  for (let start = rest.indexOf("{{"); start >= 0; start = rest.indexOf("{{")) {
    if (start > 0) found.push({ text: rest.slice(0, start) });
    rest = rest.slice(start);
    const comment = COMMENT.exec(rest)?.[0];
    const { action, length } = comment === undefined ? tokens(rest) : { action: [], length: comment.length };
    if (action.length > 0) found.push({ action });
    rest = rest.slice(length);
  }
  return rest === "" ? found : [...found, { text: rest }];
}

function tokens(rest: string): { readonly action: readonly Token[]; readonly length: number } {
  const action: Token[] = [];
  TOKEN.lastIndex = /^\{\{(?:-(?=\s))?/.exec(rest)?.[0].length ?? 0;
  for (let match = TOKEN.exec(rest); match !== null; match = TOKEN.exec(rest)) {
    const [, blanks, quoted, raw, word, end, number] = match;
    if (end !== undefined) return { action, length: TOKEN.lastIndex };
    action.push(token(blanks !== "", quoted, raw, word ?? number ?? ""));
  }
  throw new SyntaxError(`no template of Go's: ${rest.slice(0, 80)}`);
}

function token(spaced: boolean, quoted: string | undefined, raw: string | undefined, word: string): Token {
  if (quoted !== undefined) return { kind: "text", value: unescaped(quoted), spaced };
  if (raw !== undefined) return { kind: "text", value: raw, spaced };
  return { kind: /^[:.|(),=]/.test(word) ? "sign" : "word", value: word, spaced };
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
