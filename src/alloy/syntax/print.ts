import { type Attributes, type Block, Expression, type Value } from "./ast";
import { quote } from "./quote";

const IDENTIFIER = /^(?!(?:true|false|null)$)[A-Za-z_][A-Za-z0-9_]*$/;

/** Blocks as text, in the layout that "alloy fmt" prints. */
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

/** One paragraph of attributes on one line each, then each longer attribute and each block in a paragraph of its own. */
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

/** @throws TypeError for a number that Alloy would read differently or not at all */
function printNumber(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0) return `${value}`;
  throw new TypeError(`${value} is no whole number of zero or more: write it as text`);
}

function identifier(name: string): string {
  if (IDENTIFIER.test(name)) return name;
  throw new TypeError(`${JSON.stringify(name)} is no identifier of Alloy's syntax: letters, digits and underscores`);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function indent(depth: number): string {
  return "\t".repeat(depth);
}
