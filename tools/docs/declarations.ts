import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "@babel/parser";

type Statement = ReturnType<typeof parse>["program"]["body"][number];
type InterfaceNode = Extract<Statement, { type: "TSInterfaceDeclaration" }>;
type AliasNode = Extract<Statement, { type: "TSTypeAliasDeclaration" }>;
type ClassNode = Extract<Statement, { type: "ClassDeclaration" }>;
type VariableNode = Extract<Statement, { type: "VariableDeclaration" }>;
export type PropertyNode = Extract<InterfaceNode["body"]["body"][number], { type: "TSPropertySignature" }>;
export type TypeNode = AliasNode["typeAnnotation"];
export type MethodNode = Extract<ClassNode["body"]["body"][number], { type: "ClassMethod" }>;

interface Declaration<Node> {
  readonly node: Node;
  /** The module that declares it, which resolves the names in it. */
  readonly module: Module;
  readonly doc: Doc;
}

/** A doc comment: its text, on one line, and its tags. */
export interface Doc {
  readonly text: string;
  readonly default: string | null;
  readonly see: readonly string[];
}

/** The types that one source file declares or imports. */
export class Module {
  /** @param file path of the source file, with its extension */
  static read(file: string): Module {
    const known = Module.parsed.get(file);
    if (known !== undefined) return known;
    const { program } = parse(readFileSync(file, "utf8"), { sourceType: "module", plugins: ["typescript"] });
    const module = new Module(file, program.body);
    Module.parsed.set(file, module);
    return module;
  }

  private static readonly parsed = new Map<string, Module>();

  private constructor(
    private readonly file: string,
    private readonly statements: readonly Statement[],
  ) {}

  interface(name: string): Declaration<InterfaceNode> | null {
    return this.find(name, (node) => (node.type === "TSInterfaceDeclaration" && node.id.name === name ? node : null));
  }

  alias(name: string): Declaration<AliasNode> | null {
    return this.find(name, (node) => (node.type === "TSTypeAliasDeclaration" && node.id.name === name ? node : null));
  }

  class(name: string): Declaration<ClassNode> | null {
    return this.find(name, (node) => (node.type === "ClassDeclaration" && node.id?.name === name ? node : null));
  }

  /** Returns the strings of a constant such as `const effects = ["NoSchedule", "NoExecute"] as const`. */
  strings(name: string): readonly string[] {
    const constant = this.find(name, (node) =>
      node.type === "VariableDeclaration" && declares(node, name) ? node : null,
    );
    const init = constant?.node.declarations[0]?.init;
    const list = init?.type === "TSAsExpression" ? init.expression : init;
    if (list?.type !== "ArrayExpression") throw new Error(`${this.file}: ${name} is not an array of strings`);
    return list.elements.map((element) => {
      if (element?.type !== "StringLiteral") throw new Error(`${this.file}: ${name} contains more than strings`);
      return element.value;
    });
  }

  /** Searches this file, then the project's file from which it imports or re-exports the name. */
  private find<Node>(name: string, pick: (node: Statement) => Node | null): Declaration<Node> | null {
    for (const statement of this.statements) {
      const exported = statement.type === "ExportNamedDeclaration" ? statement.declaration : null;
      const node = pick(exported ?? statement);
      if (node !== null) return { node, module: this, doc: docOf(statement) };
    }
    const source = this.statements.map((statement) => sourceOf(statement, name)).find((path) => path !== null);
    return source?.startsWith(".") ? Module.read(this.resolve(source)).find(name, pick) : null;
  }

  private resolve(source: string): string {
    const path = join(dirname(this.file), source);
    return existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts");
  }
}

function declares({ declarations }: VariableNode, name: string): boolean {
  return declarations.some(({ id }) => id.type === "Identifier" && id.name === name);
}

/** Returns the file from which a statement imports or re-exports the name. */
function sourceOf(statement: Statement, name: string): string | null {
  if (statement.type === "ImportDeclaration")
    return statement.specifiers.some(({ local }) => local.name === name) ? statement.source.value : null;
  if (statement.type === "ExportNamedDeclaration" && statement.source)
    return statement.specifiers.some(({ exported }) => "name" in exported && exported.name === name)
      ? statement.source.value
      : null;
  return null;
}

/** Returns the last doc comment before a node. */
export function docOf({ leadingComments }: Pick<Statement, "leadingComments">): Doc {
  const comment = leadingComments?.findLast(({ value }) => value.startsWith("*"))?.value ?? "";
  const lines = comment.replaceAll(/^\s*\*+ ?/gm, "").trim();
  const parts = lines.split(/(?<=^|\s)(?=@(?:default|see|param)\b)/);
  const tags = parts.filter((part) => part.startsWith("@"));
  const text = parts.find((part) => !part.startsWith("@")) ?? "";
  const tagged = (tag: string) =>
    tags.filter((line) => line.startsWith(`@${tag}`)).map((line) => oneLine(line.slice(tag.length + 1)));
  return { text: oneLine(text), default: tagged("default")[0] ?? null, see: tagged("see") };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
