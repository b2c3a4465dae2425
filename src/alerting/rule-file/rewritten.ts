/** The spaces by which the ruler indents each line of a text, and those that it expects when it reads them. */
export interface Indentation {
  readonly written: number;
  readonly read: number;
}

/** Groups and rules are items of lists. There, the ruler's YAML library writes two spaces less than it announces. */
export const IN_LIST: Indentation = { written: 12, read: 14 };
/** Labels and annotations are one level further in. */
export const IN_MAPPING: Indentation = { written: 16, read: 16 };

/**
 * Returns why the ruler can't read a text of several lines that it wrote itself; null if it can. It writes all rules to
 * a file in its scratch directory, from which the rule manager loads them. Loki 3.7.8 reports "loading groups failed".
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/base/mapper.go
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/emitterc.go (yaml_emitter_write_block_scalar_hints)
 */
export function unreadable(text: string, { written, read }: Indentation): "an empty line" | "a space" | "a tab" | null {
  if (!isWrittenAsBlock(text)) return null;
  if (text.startsWith("\t")) return "a tab";
  if (!/^[ \n]/.test(text)) return null;
  const missing = read - written;
  const isTooShort = text.split("\n").some((line) => line !== "" && line.length - line.trimStart().length < missing);
  if (!isTooShort) return null;
  return text.startsWith("\n") ? "an empty line" : "a space";
}

/** The library writes other texts in quotes, which it reads without error. */
function isWrittenAsBlock(text: string): boolean {
  const isPrintable = !/[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
  return text.includes("\n") && !/ (?:\n|$)/.test(text) && isPrintable;
}
