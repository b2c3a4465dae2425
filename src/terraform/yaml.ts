import { type Document, parseDocument, stringify, type YAMLError } from "yaml";
import { isPlainObject } from "../settings/plain-object";
import { SettingsError } from "../settings/settings-error";
import { ByteSize, Duration, Quantity } from "../units";

/**
 * Data as YAML that no reader misunderstands. Helm and Loki read YAML 1.1 in Go's way, where a bare on, y or 12:30 is no
 * text, and neither are some words that other readers take for one (0o17, 1e0_): so every text is quoted, and no line is
 * folded.
 */
export function toYaml(data: unknown): string {
  return stringify(toPlain(data), {
    version: "1.1",
    lineWidth: 0,
    defaultStringType: "QUOTE_DOUBLE",
    defaultKeyType: "PLAIN",
  });
}

/**
 * The mapping that a file of YAML 1.1 holds.
 * @param path how the person finds the file
 * @throws SettingsError with the line where it can't be read, or where it holds something else
 */
export function readMapping(path: string, text: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text, { version: "1.1", prettyErrors: true });
  const [error] = document.errors;
  if (error) throw unreadable(`${path}:${error.linePos?.[0].line ?? 1}`, reasonOf(error));
  const content = plainContent(path, document);
  if (!isPlainObject(content)) throw unreadable(path, "no YAML mapping");
  return content;
}

/** The parser's words without the place, which the person reads already. */
function reasonOf({ message, code }: YAMLError): string {
  return message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? code;
}

/** An alias of no anchor is found only when the document is read out. */
function plainContent(path: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Configuration objects as plain data in the notation of Loki and Go: durations as "24h", sizes as whole bytes.
 * Kubernetes' quantities are written as text before they come here.
 */
export function toPlain(data: unknown): unknown {
  if (data instanceof ByteSize) return data.toBytes();
  if (data instanceof Duration) return data.toString();
  if (data instanceof Quantity) throw new TypeError(`${data.written} has no one notation: write it as text`);
  if (Array.isArray(data)) return data.map(toPlain);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toPlain(value)]));
}

function unreadable(setting: string, got: string): SettingsError {
  return new SettingsError({
    setting,
    got,
    expected: "a YAML mapping",
    why: "nothing of the file could be used",
    remedy: "mend the file at this line; every line of a block is indented by the same number of blanks",
  });
}
