import { nanoseconds, type PushedStream, type Span } from "../loki-api";

const HOUR = 3_600_000;

/** In milliseconds since 1970. */
export function hoursAgo(hours: number): number {
  return Math.round(Date.now() - hours * HOUR);
}

/** A stream whose lines lie evenly in a span, from its first moment to its last. */
export function spread(app: string, { from, to }: Span, lines: number, text = () => ""): PushedStream {
  const step = (to - from) / (lines - 1);
  const entries = Array.from({ length: lines }, (_, index) => {
    return [`${nanoseconds(from + index * step)}`, `${app} ${index} ${text()}`] as const;
  });
  return { labels: { app }, entries };
}

/** The lines of a stream in a span, without its end, as a query reads it. */
export function linesIn({ entries }: PushedStream, { from, to }: Span): readonly string[] {
  return entries
    .filter(([time]) => BigInt(time) >= nanoseconds(from) && BigInt(time) < nanoseconds(to))
    .map(([, line]) => line);
}
