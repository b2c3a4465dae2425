import { closest } from "fastest-levenshtein";
import type { TemplateToken } from "./lexer";
import { TemplateError } from "./problem";
import type { Reference } from "./reference";

/** The functions that every template of Go has. @see https://pkg.go.dev/text/template#hdr-Functions */
const BUILT_IN = `and call eq ge gt html index js le len lt ne not or print printf println slice urlquery`.split(" ");

interface Block {
  readonly keyword: string;
  readonly from: number;
  readonly variables: readonly string[];
  /** Whether the dot still is what the template was given. */
  readonly ownDot: boolean;
  readonly hadElse: boolean;
}

/** What is known at one place of a template: its open blocks, their variables, and what has been read so far. */
export class Scope {
  readonly references: Reference[] = [];
  private readonly blocks: Block[];
  private readonly functions: ReadonlySet<string>;

  constructor(functions: readonly string[], variables: readonly string[]) {
    this.functions = new Set([...BUILT_IN, ...functions]);
    this.blocks = [{ keyword: "", from: 0, variables: ["$", ...variables], ownDot: true, hadElse: false }];
  }

  get open(): Block | undefined {
    return this.blocks.length > 1 ? this.blocks.at(-1) : undefined;
  }

  isInside(keyword: string): boolean {
    return this.blocks.some((block) => block.keyword === keyword);
  }

  enter(keyword: string, from: number): void {
    const outer = this.blocks.at(-1);
    const fresh = keyword === "define" || keyword === "block";
    const ownDot = keyword === "if" && (outer?.ownDot ?? true);
    const variables = fresh ? ["$"] : (outer?.variables ?? []);
    this.blocks.push({ keyword, from, variables, ownDot, hadElse: false });
  }

  leave(): void {
    this.blocks.pop();
  }

  /** Makes the innermost block one of this keyword; only in "if" does the dot stay what it was. */
  change(keyword: string): void {
    this.replace((block) => ({ ...block, keyword, ownDot: block.ownDot && keyword === "if" }));
  }

  /** Goes on in the other branch, where the dot is again what it was outside. */
  otherwise(last: boolean): void {
    const ownDot = this.blocks.at(-2)?.ownDot ?? true;
    this.replace((block) => ({ ...block, ownDot, hadElse: last }));
  }

  declare(name: string): void {
    this.replace((block) => ({ ...block, variables: [...block.variables, name] }));
  }

  private replace(change: (block: Block) => Block): void {
    const block = this.blocks.pop();
    if (block !== undefined) this.blocks.push(change(block));
  }

  read(root: string, path: readonly string[], first: TemplateToken, last: TemplateToken): void {
    if (root === "." && this.blocks.at(-1)?.ownDot !== true) return;
    this.references.push({ root, path, from: first.from, to: last.to });
  }

  refuseUnknownFunction({ value, from, to }: TemplateToken): void {
    if (this.functions.has(value)) return;
    const remedy = `did you mean "${closest(value, [...this.functions])}"?`;
    throw new TemplateError({ from, to, got: `a function "${value}" that there is not`, remedy });
  }

  refuseUnknownVariable({ value, from, to }: TemplateToken): void {
    const known = this.blocks.at(-1)?.variables ?? [];
    if (known.includes(value)) return;
    const remedy = `did you mean "${closest(value, [...known])}"?`;
    throw new TemplateError({ from, to, got: `a variable "${value}" that there is not`, remedy });
  }
}
