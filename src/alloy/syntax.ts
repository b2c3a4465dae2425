/**
 * The part of Alloy's configuration syntax that the pipelines use: blocks as data, and a printer for them.
 * @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/
 */

/** An expression other than a literal: a reference to a component's export, or a standard library call. */
export class Expression {
  /** Reads an environment variable. @see https://grafana.com/docs/alloy/latest/reference/stdlib/sys/ */
  static env(name: string): Expression {
    return new Expression(`sys.env(${quote(name)})`);
  }

  static concat(...parts: readonly (string | Expression)[]): Expression {
    return new Expression(parts.map((part) => (typeof part === "string" ? quote(part) : part.text)).join(" + "));
  }

  /**
   * Returns constant text that refers to another component's export without including it. Alloy evaluates that component
   * first.
   */
  static textAfter(other: Expression, text: string): Expression {
    return new Expression(`string.format(${quote(`%.0s${text.replaceAll("%", "%%")}`)}, ${other.text})`);
  }

  constructor(readonly text: string) {}
}

export type Value = string | number | boolean | Expression | readonly Value[] | { readonly [key: string]: Value };

export interface Attributes {
  readonly [name: string]: Value;
}

export interface Block {
  /** The block's full name, such as "loki.process". */
  readonly name: string;
  /** The component's label; nested blocks have none. */
  readonly label?: string;
  /** Explains the block; printed above it. */
  readonly comment?: string;
  readonly attributes?: Attributes;
  readonly blocks?: readonly Block[];
}

/**
 * Quotes text as an Alloy string, which is a JSON string with two exceptions: Alloy rejects byte order marks inside a
 * file, and lone surrogates.
 * @throws TypeError if the text isn't well-formed Unicode
 */
function quote(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError(`${JSON.stringify(text)} contains a lone surrogate`);
  return JSON.stringify(text).replaceAll("\uFEFF", "\\ufeff");
}

const IDENTIFIER = /^(?!(?:true|false|null)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** Prints blocks in the layout of "alloy fmt". */
export function print(blocks: readonly Block[]): string {
  return `${blocks.map((block) => printBlock(block, 0)).join("\n\n")}\n`;
}

function printBlock(block: Block, depth: number): string {
  const label = block.label === undefined ? "" : ` ${JSON.stringify(identifier(block.label))}`;
  const head = `${indent(depth)}${block.name.split(".").map(identifier).join(".")}${label} {`;
  const comment = block.comment === undefined ? "" : `${indent(depth)}// ${block.comment}\n`;
  const body = printBody(block, depth + 1);
  return `${comment}${body === "" ? `${head} }` : `${head}\n${body}\n${indent(depth)}}`}`;
}

/** Prints the one-line attributes as one paragraph, and each longer attribute and each block as another. */
function printBody({ attributes = {}, blocks = [] }: Block, depth: number): string {
  const printed = Object.entries(attributes).map(([name, value]) => ({ name, text: printValue(value, depth) }));
  const short = printed.filter(({ text }) => !text.includes("\n"));
  const long = printed.filter(({ text }) => text.includes("\n"));
  return [
    ...(short.length > 0 ? [aligned(short, depth)] : []),
    ...long.map(({ name, text }) => `${indent(depth)}${identifier(name)} = ${text}`),
    ...blocks.map((block) => printBlock(block, depth)),
  ].join("\n\n");
}

function aligned(lines: readonly { name: string; text: string }[], depth: number, end = ""): string {
  const width = Math.max(...lines.map(({ name }) => name.length));
  return lines.map(({ name, text }) => `${indent(depth)}${identifier(name).padEnd(width)} = ${text}${end}`).join("\n");
}

function printValue(value: Value, depth: number): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value === "boolean") return `${value}`;
  if (isList(value)) return `[${value.map((item) => printValue(item, depth)).join(", ")}]`;
  return printObject(value, depth);
}

function printObject(object: Attributes, depth: number): string {
  const fields = Object.entries(object).map(([name, value]) => ({ name, text: printValue(value, depth + 1) }));
  return fields.length === 0 ? "{}" : `{\n${aligned(fields, depth + 1, ",")}\n${indent(depth)}}`;
}

/** @throws TypeError if Alloy would reject or misread the number */
function printNumber(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return `${value}`;
  throw new TypeError(`${value} is not a non-negative integer: write it as a string`);
}

function identifier(name: string): string {
  if (IDENTIFIER.test(name)) return name;
  throw new TypeError(
    `${JSON.stringify(name)} is not an Alloy identifier: use letters, digits and underscores, and don't start with a digit`,
  );
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function indent(depth: number): string {
  return "\t".repeat(depth);
}
