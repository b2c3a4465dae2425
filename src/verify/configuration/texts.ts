/** Files by their names, as a ConfigMap holds them. */
export type Texts = Readonly<Record<string, string>>;

/** Where the texts of a ConfigMap first differ from what they should be: "rules.yaml, line 12". Null where they don't. */
export function firstDifference(wanted: Texts, found: Texts): string | null {
  for (const [key, text] of Object.entries(wanted)) {
    const there = found[key];
    if (there === undefined) return `${key} is missing`;
    if (there !== text) return `${key}, line ${firstOtherLine(text, there)}`;
  }
  const added = Object.keys(found).find((key) => !Object.hasOwn(wanted, key));
  return added === undefined ? null : `${added}, which the plan doesn't have`;
}

function firstOtherLine(wanted: string, found: string): number {
  const lines = found.split("\n");
  const same = wanted.split("\n").findIndex((line, index) => line !== lines[index]);
  return 1 + (same === -1 ? wanted.split("\n").length : same);
}
