/** Names in a line that a person still reads: "a, b, c and 997 more". */
export function listed(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(", ");
  return `${names.slice(0, MOST).join(", ")} and ${names.length - MOST} more`;
}

const MOST = 5;
