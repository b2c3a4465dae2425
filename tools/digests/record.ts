/** The fields of an entry of versions.json, in the order of the file. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Returns the text of versions.json with the digest of the entry that has these fields. Keeps the rest of the text.
 * @throws Error if the text doesn't contain the entry
 */
export function withDigest(text: string, fields: Fields, digest: string): string {
  const pairs = Object.entries(fields).map(([key, value]) => `"${key}": "${escaped(value)}"`);
  const entry = new RegExp(`(${pairs.join(",(\\s*)")})(?:,\\s*"digest": "[^"]*")?`);
  if (!entry.test(text)) throw new Error(`versions.json doesn't contain ${Object.values(fields).join(" ")}`);
  return text.replace(entry, (_, pinned: string, space: string) => `${pinned},${space}"digest": "${digest}"`);
}

function escaped(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
