import type { Command, ExitNode, Node, Operand, Pipeline, Span } from "./ast";
import { type Action, piecesOf, type Text, type Token, templateError, unexpected, unknown, unquoted } from "./lexer";

/** The predefined functions of every Go template. @see https://pkg.go.dev/text/template#hdr-Functions */
const BUILT_IN = "and call eq ge gt html index js le len lt ne not or print printf println slice urlquery".split(" ");

const KEYWORDS = new Set("block break continue define else end if range template with".split(" "));
const CONSTANTS = ["true", "false", "nil"] as const;

/** The operands that can't be called, so nothing can be piped into them. */
const VALUES: readonly Operand["kind"][] = ["constant", "number", "character", "text"];

/** Go has a limit of 10 000. No real template comes near this one, which the stack of JavaScript bears. */
const MAXIMUM_DEPTH = 200;

export interface TemplateContext {
  /** The functions in addition to Go's predefined ones, or "any" to accept every name. */
  readonly functions: readonly string[] | "any";
  /** The variables declared before the template, with their dollar signs. */
  readonly variables?: readonly string[];
}

/**
 * Parses a Go template as text/template does. It doesn't check the arguments of functions.
 * @throws TemplateError for the first problem
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/parse/parse.go
 */
export function parseTemplate(template: string, { functions, variables = [] }: TemplateContext): readonly Node[] {
  const known = functions === "any" ? null : [...BUILT_IN, ...functions];
  return new Parser(piecesOf(template), known, ["$", ...variables]).template();
}

interface Body {
  readonly nodes: readonly Node[];
  readonly end: "end" | "else";
}

class Parser {
  private action: Action = { kind: "action", from: 0, to: 0, tokens: [] };
  private position = 0;
  private rangeDepth = 0;
  private depth = 0;
  private readonly definitions = new Set<string>();

  constructor(
    private readonly pieces: Iterator<Text | Action>,
    private readonly functions: readonly string[] | null,
    private variables: string[],
  ) {}

  template(): readonly Node[] {
    const nodes: Node[] = [];
    while (this.nextAction(nodes)) {
      const keyword = this.keyword();
      if (keyword === "end") throw this.misplaced("{{end}} without an {{if}} before it");
      if (keyword === "else") throw this.misplaced("{{else}} without an {{if}} before it");
      nodes.push(keyword === "define" ? this.define() : this.node(keyword));
    }
    return nodes;
  }

  /** Returns the nodes up to the "else" or "end" of the opening action. */
  private body(opening: Action, keyword: string): Body {
    const nodes: Node[] = [];
    this.enter(opening);
    while (this.nextAction(nodes)) {
      const next = this.keyword();
      if (next === "end") this.expectEnd("end");
      if (next === "end" || next === "else") {
        this.depth -= 1;
        return { nodes, end: next };
      }
      nodes.push(this.node(next));
    }
    const { from } = opening;
    throw templateError({ from, to: from + 2 }, `{{${keyword}}} without {{end}}`, "add {{end}}");
  }

  private node(keyword: string | undefined): Node {
    switch (keyword) {
      case "if":
      case "with":
      case "range":
        return this.branch(keyword);
      case "template": {
        const { from, to } = this.action;
        const name = this.templateName(keyword);
        const pipeline = this.peek() === undefined ? null : this.wholePipeline(false);
        return { kind: keyword, name, pipeline, from, to };
      }
      case "block":
        return this.block();
      case "break":
      case "continue":
        return this.exit(keyword);
      case "define":
        throw this.misplaced("{{define}} inside another action", "move the definition to the top of the template");
      default:
        return { kind: "action", pipeline: this.wholePipeline(false) };
    }
  }

  private branch(kind: "if" | "with" | "range"): Node {
    const opening = this.action;
    // Variables declared from here on are visible up to {{end}}, also after {{else}}.
    const outer = [...this.variables];
    const pipeline = this.wholePipeline(kind === "range");
    if (kind === "range") this.rangeDepth += 1;
    const { nodes, end } = this.body(opening, kind);
    if (kind === "range") this.rangeDepth -= 1;
    const otherwise = end === "else" ? this.otherwise(opening, kind) : [];
    this.variables = outer;
    return { kind, pipeline, body: nodes, otherwise };
  }

  private otherwise(opening: Action, kind: "if" | "with" | "range"): readonly Node[] {
    const chained = this.peek();
    if (kind !== "range" && chained?.kind === "word" && chained.value === kind) {
      this.position += 1;
      this.enter(chained);
      const next = this.branch(kind);
      this.depth -= 1;
      return [next];
    }
    this.expectEnd("else");
    return this.finalBody(opening, kind);
  }

  /** Returns a body that no "else" may follow. */
  private finalBody(opening: Action, keyword: string): readonly Node[] {
    const { nodes, end } = this.body(opening, keyword);
    if (end === "else") throw this.misplaced("{{else}} without an {{if}} before it");
    return nodes;
  }

  private define(): Node {
    const opening = this.action;
    const name = this.templateName("define");
    this.expectEnd("define");
    return { kind: "define", name, body: this.definition(opening, "define", name) };
  }

  private block(): Node {
    const opening = this.action;
    const name = this.templateName("block");
    const pipeline = this.wholePipeline(false);
    const { from, to } = opening;
    return { kind: "block", name, pipeline, body: this.definition(opening, "block", name), from, to };
  }

  /** Returns the body of a definition, which can't access the variables and ranges of the enclosing template. */
  private definition(opening: Action, keyword: string, name: string): readonly Node[] {
    const { variables, rangeDepth } = this;
    this.variables = ["$"];
    this.rangeDepth = 0;
    const body = this.finalBody(opening, keyword);
    this.variables = variables;
    this.rangeDepth = rangeDepth;
    if (isEmpty(body)) return body;
    if (this.definitions.has(name)) {
      throw templateError(opening, `a second definition of "${name}"`, "rename or remove one of the definitions");
    }
    this.definitions.add(name);
    return body;
  }

  private exit(kind: ExitNode["kind"]): ExitNode {
    this.expectEnd(kind);
    if (this.rangeDepth === 0) throw this.misplaced(`{{${kind}}} outside a range`);
    return { kind };
  }

  private templateName(keyword: string): string {
    const token = this.peek();
    if (token?.kind !== "text") throw this.misplaced(`{{${keyword}}} without a name`, "write the name in quotes");
    this.position += 1;
    return unquoted(token);
  }

  private wholePipeline(ranges: boolean): Pipeline {
    const pipeline = this.pipeline(this.action, ranges);
    const extra = this.peek();
    if (extra === undefined) return pipeline;
    throw templateError(extra, '")" without "("', "remove it, or open the parenthesis");
  }

  private pipeline(around: Span, ranges: boolean): Pipeline {
    const declared = this.declaration(ranges);
    const commands: Command[] = [];
    while (this.peek() !== undefined && !this.isMark(")")) commands.push(this.command(commands.length === 0));
    if (commands.length === 0) throw templateError(around, "an action without a value", "write the value to print");
    return { ...declared, commands, from: around.from, to: around.to };
  }

  /** Returns the variables before ":=" or "=". As in Go, either operator makes them visible to later actions. */
  private declaration(ranges: boolean): Pick<Pipeline, "variables" | "declares"> {
    const variables: string[] = [];
    for (let token = this.peek(); token?.kind === "variable"; token = this.peek()) {
      const operator = this.peek(1);
      if (operator?.kind !== "mark" || ![":=", "=", ","].includes(operator.value)) break;
      if (operator.value === "," && (!ranges || variables.length > 0)) throw unexpected(operator);
      variables.push(token.value);
      this.variables.push(token.value);
      this.position += 2;
      if (operator.value !== ",") return { variables, declares: operator.value === ":=" };
    }
    return { variables, declares: true };
  }

  private command(isFirst: boolean): Command {
    const operands: Operand[] = [];
    for (let token = this.peek(); token !== undefined && !this.isMark("|") && !this.isMark(")"); token = this.peek()) {
      if (operands.length > 0 && token.joined) throw unexpected(token);
      operands.push(this.operand(token));
    }
    const [head] = operands;
    const next = this.peek();
    if (head === undefined) throw unexpected(next ?? { ...this.action, value: "|" });
    if (!isFirst && isValue(head)) {
      throw templateError(head, `${valueText(head)} after |`, "only a function can receive a piped value");
    }
    if (this.isMark("|")) this.position += 1;
    return operands;
  }

  private operand(token: Token): Operand {
    this.position += 1;
    const term = this.term(token);
    const fields = token.kind === "field" ? [token.value.slice(1)] : [];
    let { to } = token.kind === "mark" ? (this.last ?? token) : token;
    for (let field = this.peek(); field?.kind === "field" && field.joined; field = this.peek()) {
      if (VALUES.includes(term.kind) || token.kind === "dot") throw unexpected(field);
      fields.push(field.value.slice(1));
      this.position += 1;
      to = field.to;
    }
    return { ...term, fields, from: token.from, to };
  }

  private term(token: Token) {
    const { kind, value } = token;
    if (kind === "mark") return { kind: "pipeline", value: this.parentheses(token) } as const;
    if (kind === "dot" || kind === "field") return { kind: "dot" } as const;
    if (kind === "text") return { kind, value: unquoted(token) };
    if (kind === "number" || kind === "character") return { kind, value };
    if (kind === "variable") {
      if (!this.variables.includes(value)) throw unknown("variable", token, this.variables);
      return { kind, value };
    }
    const constant = CONSTANTS.find((name) => name === value);
    if (constant !== undefined) return { kind: "constant", value: constant } as const;
    if (KEYWORDS.has(value)) throw unexpected(token);
    if (this.functions?.includes(value) === false) throw unknown("function", token, this.functions);
    return { kind: "function", value } as const;
  }

  private parentheses(open: Token): Pipeline {
    if (open.value !== "(") throw unexpected(open);
    this.enter(open);
    const pipeline = this.pipeline(open, false);
    this.depth -= 1;
    if (!this.isMark(")")) throw templateError(open, '"(" without ")"', "close the parenthesis");
    this.position += 1;
    return pipeline;
  }

  /** Appends the text before the next action to the nodes. Returns false if no action follows. */
  private nextAction(nodes: Node[]): boolean {
    for (let { done, value } = this.pieces.next(); !done; { done, value } = this.pieces.next()) {
      if (value.kind === "action") {
        this.action = value;
        this.position = 0;
        return true;
      }
      nodes.push(value);
    }
    return false;
  }

  private enter(at: Span): void {
    this.depth += 1;
    if (this.depth > MAXIMUM_DEPTH) {
      throw templateError(at, `more than ${MAXIMUM_DEPTH} levels of nesting`, "split the template");
    }
  }

  private peek(ahead = 0): Token | undefined {
    return this.action.tokens[this.position + ahead];
  }

  private get last(): Token | undefined {
    return this.peek(-1);
  }

  private isMark(value: string): boolean {
    const token = this.peek();
    return token?.kind === "mark" && token.value === value;
  }

  /** Reads the next token if it is a keyword. */
  private keyword(): string | undefined {
    const token = this.peek();
    if (token?.kind !== "word" || !KEYWORDS.has(token.value)) return undefined;
    this.position += 1;
    return token.value;
  }

  private expectEnd(keyword: string): void {
    const extra = this.peek();
    if (extra !== undefined) throw templateError(extra, `"${extra.value}" after ${keyword}`, `write {{${keyword}}}`);
  }

  private misplaced(got: string, remedy = "check which {{if}}, {{range}}, {{with}} and {{end}} belong together") {
    return templateError(this.action, got, remedy);
  }
}

function isValue({ kind, fields }: Operand): boolean {
  return VALUES.includes(kind) || (kind === "dot" && fields.length === 0);
}

function valueText(operand: Operand): string {
  if (operand.kind === "dot") return ".";
  return operand.kind === "text" ? JSON.stringify(operand.value) : String(operand.value);
}

/** Go replaces an empty definition by a later one. */
function isEmpty(body: readonly Node[]): boolean {
  return body.every((node) => node.kind === "text" && node.value.trim() === "");
}
