const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};
const NUMERIC = /x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}/y;

/** Returns the end of the string literal that starts at `from` with a quote or backtick, or null if it has no end. */
export function literalEnd(text: string, from: number): number | null {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === quote) return at + 1;
    if (quote === "`") continue;
    if (char === "\n") return null;
    if (char === "\\") at += 1;
  }
  return null;
}

/**
 * Unquotes a Go string literal, as also used in LogQL: with escapes in double quotes, without escapes in backticks.
 * @param surrogate the value of an escaped surrogate; null if the language rejects it
 * @returns the value, or the offset of an invalid escape in the literal
 * @see https://pkg.go.dev/strconv#Unquote
 */
export function literalValue(
  literal: string,
  surrogate: string | null = null,
): string | { readonly unknownEscapeAt: number } {
  const content = literal.slice(1, -1);
  if (literal.startsWith("`") || !content.includes("\\")) return content;
  let value = "";
  for (let at = 0; at < content.length; ) {
    const part = content[at] === "\\" ? escapeAt(content, at + 1, surrogate) : { value: content.charAt(at), length: 0 };
    if (part === null) return { unknownEscapeAt: at + 1 };
    value += part.value;
    at += 1 + part.length;
  }
  return value.replace(ESCAPED_BYTES, decoded);
}

/** Bytes beyond ASCII, written as escapes: each is U+DC00 plus the byte, a surrogate that no text contains alone. */
const ESCAPED_BYTES = /(?<![\ud800-\udbff])[\udc80-\udcff]+/g;

/** Decodes bytes as UTF-8. Bytes that aren't UTF-8 stay surrogates. */
function decoded(bytes: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0) - 0xdc_00),
    );
  } catch {
    return bytes;
  }
}

interface Escape {
  readonly value: string;
  readonly length: number;
}

function escapeAt(content: string, at: number, surrogate: string | null): Escape | null {
  const simple = ESCAPES[content.charAt(at)];
  if (simple !== undefined) return { value: simple, length: 1 };
  NUMERIC.lastIndex = at;
  const [numeric] = NUMERIC.exec(content) ?? [];
  if (numeric === undefined) return null;
  const code = /^[0-7]/.test(numeric) ? Number.parseInt(numeric, 8) : Number.parseInt(numeric.slice(1), 16);
  const value = characterOf(code, /^[uU]/.test(numeric), surrogate);
  return value === null ? null : { value, length: numeric.length };
}

/** Octal and hexadecimal escapes are single bytes; the others are code points. */
function characterOf(code: number, codePoint: boolean, surrogate: string | null): string | null {
  if (code > (codePoint ? 0x10_ff_ff : 0xff)) return null;
  if (!codePoint && code >= 0x80) return String.fromCharCode(0xdc_00 + code);
  return code >= 0xd8_00 && code <= 0xdf_ff ? surrogate : String.fromCodePoint(code);
}
