const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  ...powers(1000, ["k", "m", "g", "t", "p", "e"], ["b", ""]),
  ...powers(1024, ["ki", "mi", "gi", "ti", "pi", "ei"], ["b", ""]),
};

/**
 * The bytes that a text means in the notation of LogQL's size filters ("1.5KB", "2MiB"), or null where it means none.
 * @see https://pkg.go.dev/github.com/dustin/go-humanize#ParseBytes
 */
export function byteCount(text: string): number | null {
  const [, number = "", unit = ""] = /^(\d+\.?\d*|\.\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return number === "" || factor === undefined ? null : Math.floor(Number(number) * factor);
}

function powers(base: number, prefixes: readonly string[], endings: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    prefixes.flatMap((prefix, index) => endings.map((ending) => [prefix + ending, base ** (index + 1)])),
  );
}
