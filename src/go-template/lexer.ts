import { TemplateError } from "./problem";

export interface TemplateToken {
  readonly kind: "text" | "number" | "character" | "field" | "dot" | "variable" | "word" | "mark";
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** Whether it stands at the one before, with no blank between. */
  readonly joined: boolean;
}

/** What stands between {{ and }}. */
export interface Action {
  readonly from: number;
  readonly to: number;
  readonly tokens: readonly TemplateToken[];
}

const KINDS: readonly (readonly [TemplateToken["kind"], RegExp])[] = [
  ["text", /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ["character", /'(?:[^'\\\n]|\\[^\n]+?)'/y],
  [
    "number",
    /[-+]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?)i?(?![\w.])/y,
  ],
  ["field", /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["dot", /\./y],
  ["variable", /\$[\p{L}\p{Nd}_]*/uy],
  ["word", /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ["mark", /:=|[=|(),]/y],
];
const TRIM = /-(?=[ \t\r\n])/y;
const END = /[ \t\r\n]*(?:[ \t\r\n]-)?\}\}/y;
const BLANKS = /[ \t\r\n]+/y;
const COMMENT = /(?:-[ \t\r\n]*)?\/\*[\s\S]*?\*\/(?:[ \t\r\n]+-)?\}\}/y;

/**
 * The actions of a template of Go, without its comments.
 * @throws TemplateError where an action has no end, or holds what Go has no token for
 */
export function actionsOf(template: string): readonly Action[] {
  const actions: Action[] = [];
  for (let at = template.indexOf("{{"); at >= 0; ) {
    const comment = matchEnd(COMMENT, template, at + 2);
    const action = comment === null ? actionAt(template, at) : null;
    if (action !== null) actions.push(action);
    at = template.indexOf("{{", action?.to ?? comment ?? template.length);
  }
  return actions;
}

function actionAt(template: string, from: number): Action {
  const tokens: TemplateToken[] = [];
  for (let at = matchEnd(TRIM, template, from + 2) ?? from + 2; at < template.length; ) {
    const end = matchEnd(END, template, at);
    if (end !== null) return { from, to: end, tokens };
    const token = tokenAt(template, matchEnd(BLANKS, template, at) ?? at, tokens.at(-1));
    tokens.push(token);
    at = token.to;
  }
  throw new TemplateError({ from, to: from + 2, got: "{{ without }}", remedy: "close the action with }}" });
}

function tokenAt(template: string, from: number, before: TemplateToken | undefined): TemplateToken {
  for (const [kind, pattern] of KINDS) {
    const to = matchEnd(pattern, template, from);
    if (to !== null) return { kind, from, to, value: template.slice(from, to), joined: before?.to === from };
  }
  const got = `${template.slice(from, from + 1)} in an action`;
  throw new TemplateError({ from, to: from + 1, got, remedy: "quote it, or close the action with }} before it" });
}

function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
