import { type Document, parseDocument, stringify, visit, type YAMLError } from "yaml";
import { deepFreeze, isPlainObject } from "../settings/plain-object";
import { SettingsError } from "../settings/settings-error";
import { ByteSize, Duration, Quantity } from "../units";

/**
 * Formats data as YAML that every parser reads the same way. Helm and Loki use Go's parser for YAML 1.1, which doesn't
 * read an unquoted on, y or 12:30 as a string. Nor does it read 0o17 or 1e0_ as a string, as other parsers do. So every
 * string is quoted, and no line is folded.
 */
export function toYaml(data: unknown): string {
  return stringify(toPlain(data), {
    version: "1.1",
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

type Mapping = Readonly<Record<string, unknown>>;

/** More than the files of values. */
const MAXIMUM_CACHED = 16;

/** The frozen contents of files, by their texts. Parsing is the slowest part of a check, and several checks read a file. */
const cache = new Map<string, Mapping>();

/**
 * Parses a YAML 1.1 file that contains a mapping.
 * @param path the path of the file, for the error
 * @returns the content, frozen
 * @throws SettingsError with the line of a syntax error, or if the file contains something else
 */
export function readMapping(path: string, text: string): Mapping {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const content = deepFreeze(parseMapping(path, text));
  if (cache.size >= MAXIMUM_CACHED) cache.clear();
  cache.set(text, content);
  return content;
}

function parseMapping(path: string, text: string): Mapping {
  const document = parseDocument(text, { version: "1.1", prettyErrors: true });
  const [error] = document.errors;
  if (error) throw unreadable(`${path}:${error.linePos?.[0].line ?? 1}`, reasonOf(error));
  if (containsItself(document)) throw unreadable(path, "an anchor whose value contains itself");
  const content = plainContent(path, document);
  if (!isPlainObject(content)) throw unreadable(path, "no YAML mapping");
  return content;
}

/** Returns the parser's message without the position, which the error already contains. */
function reasonOf({ message, code }: YAMLError): string {
  if (message.startsWith("Maximum call stack")) return "too many levels of nesting";
  return message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? code;
}

/** Whether an alias refers to a node around it. Go's parser rejects it, and nothing could print the value. */
function containsItself(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias(_, alias, around) {
      const node = alias.resolve(document);
      found ||= around.some((one) => one === node);
    },
  });
  return found;
}

/** The parser detects an alias without an anchor only when it converts the document. */
function plainContent(path: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Converts a configuration to plain data in the notation of Loki and Go: durations as "24h", sizes as whole bytes.
 * Quantities of Kubernetes must already be strings.
 */
export function toPlain(data: unknown): unknown {
  if (data instanceof ByteSize) return data.toBytes();
  if (data instanceof Duration) return data.toString();
  if (data instanceof Quantity) throw new TypeError(`${data.written} has no notation in Loki: pass it as a string`);
  if (Array.isArray(data)) return data.map(toPlain);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toPlain(value)]));
}

function unreadable(setting: string, got: string): SettingsError {
  return new SettingsError({
    setting,
    got,
    expected: "a YAML mapping",
    why: "the whole file is unusable",
    remedy: "fix the file at this line; indent every line of a block by the same number of spaces",
  });
}
