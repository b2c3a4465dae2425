/** The path of a setting, and the code of its value in main.ts. */
type Entry = readonly [path: readonly string[], value: string];

/**
 * Formats settings for pasting into main.ts: "loki: { wal: { size: ByteSize.gibibytes(2) } }".
 * @param values code by the settings' dotted names
 */
export function snippet(values: Readonly<Record<string, string>>): string {
  return fields(Object.entries(values).map(([name, value]) => [name.split("."), value]));
}

function fields(entries: readonly Entry[]): string {
  const keys = new Set(entries.map(([[key = ""]]) => key));
  return [...keys].map((key) => `${key}: ${code(entries.filter(([[first]]) => first === key))}`).join(", ");
}

function code(entries: readonly Entry[]): string {
  const [[path, value] = [[], ""]] = entries;
  if (path.length === 1) return value;
  return `{ ${fields(entries.map(([[, ...below], inner]) => [below, inner]))} }`;
}
