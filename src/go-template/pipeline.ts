import type { TemplateToken } from "./lexer";
import { TemplateError } from "./problem";
import type { Scope } from "./scope";

const CONSTANTS = new Set(["true", "false", "nil"]);

/** Reads commands with | between them, and adds what they read to the scope. */
export function readPipeline(tokens: readonly TemplateToken[], scope: Scope, whole: TemplateToken | Span): void {
  const close = readCommands(tokens, 0, scope, whole);
  const extra = tokens[close];
  if (extra !== undefined) throw error(extra, `")" that closes nothing`, "take it away, or open it before");
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** @returns the index of the parenthesis that closes the commands, or of the end */
function readCommands(tokens: readonly TemplateToken[], start: number, scope: Scope, whole: Span): number {
  let at = start;
  for (let first = true; ; first = false) {
    const end = readCommand(tokens, at, scope);
    const token = tokens[at];
    if (end === at) throw error(token ?? whole, "an action without a value", "write what it shall print");
    if (!first && token !== undefined && isConstant(token)) {
      throw error(token, `${token.value} after |`, "only a function can stand there");
    }
    const next = tokens[end];
    if (next === undefined || next.value === ")") return end;
    at = end + 1;
  }
}

/** Reads one function with its arguments, or one value. */
function readCommand(tokens: readonly TemplateToken[], start: number, scope: Scope): number {
  let at = start;
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    if (token.kind === "mark" && token.value === "(") at = readParentheses(tokens, at, scope);
    else if (token.kind === "mark") break;
    else at = readOperand(tokens, at, scope);
    const next = tokens[at];
    if (next?.joined && next.value !== "|" && next.value !== ")") throw unexpected(next);
  }
  const stop = tokens[at];
  if (stop !== undefined && stop.value !== "|" && stop.value !== ")") throw unexpected(stop);
  noteIndex(tokens.slice(start, at), scope);
  return at;
}

function unexpected(token: TemplateToken): TemplateError {
  return error(token, `"${token.value}" in a command`, "put blanks between arguments, and nothing else");
}

function readParentheses(tokens: readonly TemplateToken[], open: number, scope: Scope): number {
  const token = tokens[open];
  const span = token ?? { from: 0, to: 0 };
  const close = readCommands(tokens, open + 1, scope, span);
  if (tokens[close] === undefined) throw error(span, '"(" without ")"', "close the parenthesis");
  let at = close + 1;
  while (isJoinedField(tokens[at])) at += 1;
  return at;
}

function readOperand(tokens: readonly TemplateToken[], start: number, scope: Scope): number {
  const token = tokens[start];
  if (token === undefined) return start;
  let at = start + 1;
  while (isJoinedField(tokens[at]) && token.kind !== "text" && token.kind !== "number") at += 1;
  const path = tokens.slice(start, at);
  if (token.kind === "word" && !CONSTANTS.has(token.value)) scope.refuseUnknownFunction(token);
  if (token.kind === "variable") scope.refuseUnknownVariable(token);
  if (token.kind === "variable") scope.read(token.value, fieldNames(path.slice(1)), token, path.at(-1) ?? token);
  if (token.kind === "field") scope.read(".", fieldNames(path), token, path.at(-1) ?? token);
  return at;
}

function noteIndex(command: readonly TemplateToken[], scope: Scope): void {
  const [name, of, ...rest] = command;
  const key = rest.at(-1);
  if (name?.value !== "index" || of === undefined || key?.kind !== "text") return;
  const fields = rest.slice(0, -1);
  if (!fields.every(isJoinedField)) return;
  const own = of.kind === "field" ? [of, ...fields] : fields;
  if (of.kind !== "field" && of.kind !== "variable") return;
  scope.read(of.kind === "field" ? "." : of.value, [...fieldNames(own), key.value.slice(1, -1)], of, key);
}

function fieldNames(tokens: readonly TemplateToken[]): readonly string[] {
  return tokens.map(({ value }) => value.slice(1));
}

function isJoinedField(token: TemplateToken | undefined): boolean {
  return token?.kind === "field" && token.joined;
}

function isConstant({ kind, value }: TemplateToken): boolean {
  return ["text", "number", "character", "dot"].includes(kind) || (kind === "word" && CONSTANTS.has(value));
}

function error({ from, to }: Span, got: string, remedy: string): TemplateError {
  return new TemplateError({ from, to, got, remedy });
}
