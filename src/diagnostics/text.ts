/** The most names that a line lists. */
const MAXIMUM = 5;

/** Names in one readable line: "a, b, c, d, e and 997 more". */
export function listed(names: readonly string[]): string {
  if (names.length <= MAXIMUM) return names.join(", ");
  return `${names.slice(0, MAXIMUM).join(", ")} and ${names.length - MAXIMUM} more`;
}

/** Characters of another program's message that the screen shows. */
const WIDTH = 240;

/** The output of another program as one line, shortened if it is long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
