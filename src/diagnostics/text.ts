const MAX_NAMES = 5;

/** Names in one readable line: "a, b, c, d, e and 997 more". */
export function listed(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return names.join(", ");
  return `${names.slice(0, MAX_NAMES).join(", ")} and ${names.length - MAX_NAMES} more`;
}

/** Characters of another program's message that the screen shows. */
const MAX_LENGTH = 240;

/** The output of another program as one line, shortened if it is long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
