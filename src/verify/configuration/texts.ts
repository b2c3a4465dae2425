/** Files by their names, as a ConfigMap holds them. */
export type Texts = Readonly<Record<string, string>>;

/** Where the texts of a ConfigMap first differ from what they should be: "rules.yaml, line 12". Null where they don't. */
export function firstDifference(expected: Texts, found: Texts): string | null {
  for (const [key, text] of Object.entries(expected)) {
    const there = found[key];
    if (there === undefined) return `${key} is missing`;
    if (there !== text) return `${key}, line ${firstOtherLine(text, there)}`;
  }
  const added = Object.keys(found).find((key) => !Object.hasOwn(expected, key));
  return added === undefined ? null : `${added}, which the plan doesn't have`;
}

function firstOtherLine(expected: string, found: string): number {
  const lines = found.split("\n");
  const same = expected.split("\n").findIndex((line, index) => line !== lines[index]);
  return 1 + (same === -1 ? expected.split("\n").length : same);
}
