/** A setting's path, and its value in the words of main.ts. */
type Entry = readonly [path: readonly string[], value: string];

/**
 * Settings as they are pasted into main.ts: "loki: { wal: { size: ByteSize.gibibytes(2) } }".
 * @param values in the words of main.ts, by the settings' dotted names
 */
export function snippet(values: Readonly<Record<string, string>>): string {
  return fields(Object.entries(values).map(([name, value]) => [name.split("."), value]));
}

function fields(entries: readonly Entry[]): string {
  const keys = new Set(entries.map(([[key = ""]]) => key));
  return [...keys].map((key) => `${key}: ${written(entries.filter(([[first]]) => first === key))}`).join(", ");
}

function written(entries: readonly Entry[]): string {
  const [[path, value] = [[], ""]] = entries;
  if (path.length === 1) return value;
  return `{ ${fields(entries.map(([[, ...below], inner]) => [below, inner]))} }`;
}
