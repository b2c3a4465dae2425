import type { Node } from "./nodes";
import { Words } from "./pipeline";
import { type Piece, pieces } from "./tokens";

/** Reads a template of Go's. @see https://pkg.go.dev/text/template#hdr-Actions */
export function parseTemplate(template: string): readonly Node[] {
  const parser = new Parser(pieces(template));
  const nodes = parser.body();
  if (!parser.done) throw new SyntaxError("there is an end without a beginning");
  return nodes;
}

class Parser {
  private position = 0;

  constructor(private readonly found: readonly Piece[]) {}

  get done(): boolean {
    return this.position === this.found.length;
  }

  /** Everything up to "else" or "end", which stay for the caller. */
  body(): readonly Node[] {
    const nodes: Node[] = [];
    for (let piece = this.found[this.position]; piece !== undefined; piece = this.found[this.position]) {
      const words = new Words("action" in piece ? piece.action : []);
      if (words.peek() === "end" || words.peek() === "else") break;
      this.position += 1;
      if ("action" in piece) nodes.push(...this.action(words));
    }
    return nodes;
  }

  private action(words: Words): readonly Node[] {
    if (words.take("define") || words.take("block")) return [this.definition(words)];
    if (words.take("if")) return [this.branch("if", words)];
    if (words.take("with")) return [this.branch("with", words)];
    if (words.take("range")) return [this.loop(words)];
    const targets = words.targets();
    if (targets === undefined) return [{ kind: "output", pipeline: words.pipeline() }];
    const [name = ""] = targets.names;
    return [{ kind: "assignment", name, declares: targets.declares, pipeline: words.pipeline() }];
  }

  private definition(words: Words): Node {
    const [[name] = []] = words.pipeline();
    const body = this.body();
    this.end();
    return { kind: "define", name: name?.name ?? "", body };
  }

  private branch(kind: "if" | "with", words: Words): Node {
    const variable = words.targets()?.names[0];
    return { kind, variable, pipeline: words.pipeline(), body: this.body(), otherwise: this.otherwise() };
  }

  private loop(words: Words): Node {
    const variables = words.targets()?.names ?? [];
    return { kind: "range", variables, pipeline: words.pipeline(), body: this.body(), otherwise: this.otherwise() };
  }

  /** What stands between "else" and "end"; "else if" is a branch of its own that shares the end. */
  private otherwise(): readonly Node[] {
    const words = this.end();
    if (!words.take("else")) return [];
    if (words.take("if")) return [this.branch("if", words)];
    if (words.take("with")) return [this.branch("with", words)];
    const body = this.body();
    this.end();
    return body;
  }

  private end(): Words {
    const piece = this.found[this.position];
    if (piece === undefined || !("action" in piece)) throw new SyntaxError("an end is missing");
    this.position += 1;
    return new Words(piece.action);
  }
}
