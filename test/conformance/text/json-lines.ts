import type { Shape } from "./shape";

const MESSAGES = [
  "request handled",
  "message consumed",
  "cache miss",
  "connection returned to the pool",
  "retrying after a timeout",
] as const;

/** A service that logs JSON. */
export const jsonLines: Shape = (random, time) => [
  JSON.stringify({
    ts: new Date(time).toISOString(),
    level: random.oneOf(["info", "info", "debug", "warn", "error"]),
    msg: random.oneOf(MESSAGES),
    service: "orders",
    trace_id: random.hexadecimal(16),
    span_id: random.hexadecimal(8),
    user: random.below(20_000),
    took_ms: random.below(800),
    queue: random.oneOf(["orders", "invoices", "mails"]),
  }),
];
