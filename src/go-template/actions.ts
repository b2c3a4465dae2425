import type { Action, TemplateToken } from "./lexer";
import { readPipeline } from "./pipeline";
import { TemplateError } from "./problem";
import type { Scope } from "./scope";

type Reader = (tokens: readonly TemplateToken[], action: Action, scope: Scope) => void;

const READERS: Readonly<Record<string, Reader>> = {
  if: (tokens, action, scope) => readBlock("if", tokens, action, scope),
  with: (tokens, action, scope) => readBlock("with", tokens, action, scope),
  range: (tokens, action, scope) => readBlock("range", tokens, action, scope),
  else: readElse,
  end: readEnd,
  define: (tokens, action, scope) => readNamed("define", tokens, action, scope),
  block: (tokens, action, scope) => readNamed("block", tokens, action, scope),
  template: (tokens, action, scope) => readNamed("template", tokens, action, scope),
  break: readExit,
  continue: readExit,
};

/** Reads one action, and what it declares, opens or ends, into the scope. */
export function readAction(action: Action, scope: Scope): void {
  const [first, ...rest] = action.tokens;
  const read = first?.kind === "word" ? READERS[first.value] : undefined;
  if (read === undefined) readDeclared(action.tokens, action, scope, false);
  else read(rest, action, scope);
}

function readExit(rest: readonly TemplateToken[], action: Action, scope: Scope): void {
  if (rest.length > 0 || !scope.isInside("range"))
    throw misplaced(action, "{{break}} or {{continue}} outside of a range");
}

function readBlock(keyword: string, tokens: readonly TemplateToken[], action: Action, scope: Scope): void {
  // The pipeline is read with the outer dot; its variables live to the block's end.
  scope.enter("if", action.from);
  readDeclared(tokens, action, scope, keyword === "range");
  scope.change(keyword);
}

function readElse(tokens: readonly TemplateToken[], action: Action, scope: Scope): void {
  const { open } = scope;
  if (open === undefined || open.hadElse || open.keyword === "define" || open.keyword === "block") {
    throw misplaced(action, "{{else}} without an {{if}} before it");
  }
  scope.otherwise(tokens.length === 0);
  const [chained, ...rest] = tokens;
  if (chained === undefined) return;
  if (chained.value !== open.keyword || chained.value === "range") throw misplaced(action, `{{else ${chained.value}}}`);
  readDeclared(rest, action, scope, false);
  scope.change(open.keyword);
}

function readEnd(rest: readonly TemplateToken[], action: Action, scope: Scope): void {
  if (scope.open === undefined || rest.length > 0) throw misplaced(action, "{{end}} that ends nothing");
  scope.leave();
}

function readNamed(keyword: string, tokens: readonly TemplateToken[], action: Action, scope: Scope): void {
  const [name, ...rest] = tokens;
  if (name?.kind !== "text") throw misplaced(action, `{{${keyword}}} without a name`);
  if (keyword === "block" || rest.length > 0) readPipeline(rest, scope, action);
  if (keyword !== "template") scope.enter(keyword, action.from);
}

/** A pipeline, with the variables in front of it that it is assigned to. */
function readDeclared(tokens: readonly TemplateToken[], action: Action, scope: Scope, ranges: boolean): void {
  const [one, mark, two, second] = tokens;
  const isPair = ranges && one?.kind === "variable" && mark?.value === "," && two?.kind === "variable";
  const operator = isPair ? second : mark;
  const assigns = one?.kind === "variable" && (operator?.value === ":=" || operator?.value === "=");
  if (!assigns) {
    readPipeline(tokens, scope, action);
    return;
  }
  const names = isPair && two !== undefined ? [one, two] : [one];
  readPipeline(tokens.slice(isPair ? 4 : 2), scope, action);
  if (operator?.value !== ":=") return;
  for (const { value } of names) scope.declare(value);
}

function misplaced({ from, to }: Action, got: string): TemplateError {
  return new TemplateError({
    from,
    to,
    got,
    remedy: "check which {{if}}, {{range}}, {{with}} and {{end}} belong together",
  });
}
