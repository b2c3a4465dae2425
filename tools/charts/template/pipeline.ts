import type { Command, Operand, Pipeline } from "./nodes";
import type { Token } from "./tokens";

/** Reads the words of one action. @see https://pkg.go.dev/text/template#hdr-Pipelines */
export class Words {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  peek(): string | undefined {
    const token = this.tokens[this.position];
    return token?.kind === "text" ? undefined : token?.value;
  }

  take(value: string): boolean {
    if (this.peek() !== value) return false;
    this.position += 1;
    return true;
  }

  /** The names before ":=" or "=", and which of the two stands there; nothing is taken where neither does. */
  targets(): { readonly names: readonly string[]; readonly declares: boolean } | undefined {
    const length = this.tokens.slice(this.position).findIndex(({ value }) => !/^(\$\w*|,)$/.test(value));
    const sign = this.tokens[this.position + length];
    if (length < 1 || sign?.kind !== "sign" || !/^:?=$/.test(sign.value)) return undefined;
    const names = this.tokens.slice(this.position, this.position + length).map(({ value }) => value);
    this.position += length + 1;
    return { names: names.filter((name) => name !== ","), declares: sign.value === ":=" };
  }

  pipeline(): Pipeline {
    const commands = [this.command()];
    while (this.take("|")) commands.push(this.command());
    return commands;
  }

  private command(): Command {
    const operands: Operand[] = [];
    while (this.position < this.tokens.length && this.peek() !== "|" && this.peek() !== ")") {
      operands.push(this.operand());
    }
    return operands;
  }

  private operand(): Operand {
    const head = this.head();
    const fields = [...head.fields];
    while (this.tokens[this.position]?.spaced === false && this.take(".")) fields.push(this.word());
    return { ...head, fields };
  }

  private head(): Operand {
    if (this.take("(")) {
      const of = this.pipeline();
      if (!this.take(")")) throw new SyntaxError("a parenthesis is open");
      return { of, name: "", fields: [] };
    }
    if (this.take(".")) return { of: "dot", name: "", fields: this.isName() ? [this.word()] : [] };
    const kind = this.tokens[this.position]?.kind;
    const name = this.word();
    if (kind === "text") return { of: "text", name, fields: [] };
    if (name.startsWith("$")) return { of: "variable", name, fields: [] };
    return { of: /^([-\d'].*|true|false|nil)$/.test(name) ? "constant" : "function", name, fields: [] };
  }

  private isName(): boolean {
    const token = this.tokens[this.position];
    return token?.kind === "word" && !token.spaced;
  }

  private word(): string {
    const token = this.tokens[this.position];
    if (token === undefined || token.kind === "sign") throw new SyntaxError(`a word is missing before ${token?.value}`);
    this.position += 1;
    return token.value;
  }
}
