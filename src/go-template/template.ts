import { readAction } from "./actions";
import { actionsOf } from "./lexer";
import { TemplateError, type TemplateProblem } from "./problem";
import type { Reference } from "./reference";
import { Scope } from "./scope";

export interface Template {
  readonly references: readonly Reference[];
  /** The first thing that keeps Go from parsing it, or null. */
  readonly problem: TemplateProblem | null;
}

/**
 * Reads a template of Go's text/template, as far as its parser looks: not at what a function does with its arguments.
 * @param functions those beside Go's own
 * @param variables those that are declared before it, with their dollars
 */
export function parseTemplate(text: string, functions: readonly string[], variables: readonly string[]): Template {
  const scope = new Scope(functions, variables);
  try {
    for (const action of actionsOf(text)) readAction(action, scope);
    const { open } = scope;
    if (open !== undefined) throw unclosed(open);
    return { references: scope.references, problem: null };
  } catch (error) {
    if (error instanceof TemplateError) return { references: scope.references, problem: error.problem };
    throw error;
  }
}

function unclosed({ keyword, from }: { readonly keyword: string; readonly from: number }): TemplateError {
  return new TemplateError({ from, to: from + 2, got: `{{${keyword}}} without {{end}}`, remedy: "add {{end}}" });
}
