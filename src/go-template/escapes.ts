import { isPrintable } from "./fmt/quote";

const HTML: Readonly<Record<string, string>> = {
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\0": "\ufffd",
};

/** template.HTMLEscapeString */
export function escapeHtml(text: string): string {
  return text.replace(/["'&<>\0]/g, (character) => HTML[character] ?? character);
}

const SCRIPT: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

/** template.JSEscapeString */
export function escapeScript(text: string): string {
  return text.replace(/[\\'"<>&=]|[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const known = SCRIPT[character];
    if (known !== undefined) return known;
    if (code >= 0x80 && isPrintable(character)) return character;
    return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

/** url.QueryEscape. The buffer replaces lone surrogates, which encodeURIComponent rejects. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");
}
