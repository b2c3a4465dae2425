import { type Cursor, isBlank, isBlankOrEnd, isBreakOrEnd } from "./cursor";
import { YamlError } from "./yaml-error";

const NAME = /[0-9A-Za-z_-]+/y;
const HANDLE = /![0-9A-Za-z_-]*!?/y;
const URI = /(?:[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})*/y;

/** Reads the name of an anchor or alias, at its indicator. */
export function anchorName(cursor: Cursor): string {
  const from = cursor.position;
  cursor.skip();
  const name = cursor.take(NAME);
  const next = cursor.peek();
  if (name !== "" && (isBlankOrEnd(next) || "?:,]}%@`".includes(next))) return name;
  throw new YamlError("anchor", from, cursor.position + 1);
}

/** A tag as written: with a handle that a directive may define, or without. */
export interface Tag {
  readonly handle: string;
  readonly suffix: string;
}

/** Reads a tag such as !!str, !local or !<tag:yaml.org,2002:str>. */
export function tag(cursor: Cursor): Tag {
  const from = cursor.position;
  const read = cursor.peek(1) === "<" ? verbatimTag(cursor, from) : shorthandTag(cursor, from);
  if (!isBlankOrEnd(cursor.peek())) throw new YamlError("tag", from, cursor.position + 1);
  return read;
}

function verbatimTag(cursor: Cursor, from: number): Tag {
  cursor.skip(2);
  const suffix = uri(cursor, from);
  if (suffix === "" || cursor.peek() !== ">") throw new YamlError("tag", from, cursor.position + 1);
  cursor.skip();
  return { handle: "", suffix };
}

function shorthandTag(cursor: Cursor, from: number): Tag {
  const handle = cursor.take(HANDLE);
  const rest = uri(cursor, from);
  if (handle.length > 1 && handle.endsWith("!")) {
    if (rest === "") throw new YamlError("tag", from, cursor.position + 1);
    return { handle, suffix: rest };
  }
  const suffix = handle.slice(1) + rest;
  return suffix === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix };
}

function uri(cursor: Cursor, from: number): string {
  const found = cursor.take(URI);
  if (cursor.peek() === "%") throw new YamlError("tag", from, cursor.position + 1);
  return decoded(found, from, cursor.position);
}

function decoded(text: string, from: number, to: number): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new YamlError("tag", from, to);
  }
}

export type Directive =
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "tag"; readonly handle: string; readonly prefix: string };

/** Reads a line such as "%YAML 1.1" or "%TAG ! tag:example.com,2000:". */
export function directive(cursor: Cursor): Directive {
  const from = cursor.position;
  cursor.skip();
  const name = cursor.take(NAME);
  const invalid = () => new YamlError("directive", from, cursor.position);
  if (!isBlankOrEnd(cursor.peek())) throw invalid();
  cursor.skipBlanks();
  const read = name === "YAML" ? version(cursor) : name === "TAG" ? tagPrefix(cursor, from) : null;
  if (read === null) throw invalid();
  cursor.skipBlanks();
  if (cursor.peek() === "#") cursor.skipLine();
  if (!isBreakOrEnd(cursor.peek())) throw invalid();
  cursor.takeBreak();
  return read;
}

function version(cursor: Cursor): Directive | null {
  const [major = "", minor] = cursor.take(/[0-9]{1,2}\.[0-9]{1,2}/y).split(".");
  return minor === undefined ? null : { kind: "version", version: `${Number(major)}.${Number(minor)}` };
}

function tagPrefix(cursor: Cursor, from: number): Directive | null {
  const handle = cursor.take(HANDLE);
  if (!handle.endsWith("!") || !isBlank(cursor.peek())) return null;
  cursor.skipBlanks();
  const prefix = uri(cursor, from);
  return prefix === "" || !isBlankOrEnd(cursor.peek()) ? null : { kind: "tag", handle, prefix };
}
