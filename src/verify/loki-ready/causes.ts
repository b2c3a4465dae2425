import type { Cause } from "../../diagnostics/cause";

export const REPLAYING: Cause = {
  cause: "Loki reads its write-ahead log back, which it does after every start that followed a crash.",
  next: "npm run verify -- --watch",
};

export const RING: Cause = {
  cause: "A part of Loki doesn't find another in its ring: it has just started, or one of the parts has ended.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep -E 'level=(error|warn)'",
};

export const VOLUME: Cause = {
  cause: "Loki can't read or write its volume: it is full, read-only, gone, or belongs to another user than 10001.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep level=error",
};

export const OVERLOADED: Cause = {
  cause: "Queries wait for one another or for the volume, until they are given up.",
  next: "kubectl --namespace <namespace> top pod <release>-0",
};

/** What Loki's words speak for. */
export const SIGNS: readonly (readonly [words: RegExp, cause: Cause])[] = [
  [/ingester not ready|pattern ingester not ready|waiting for|starting|replay/i, REPLAYING],
  [/\bring\b|unhealthy instances|not enough healthy|no (?:ready )?(?:frontends|schedulers)/i, RING],
  [/no space|read-only file|permission denied|input\/output|stale|no such file/i, VOLUME],
  [/deadline|timeout|too many outstanding|resource exhausted|canceled/i, OVERLOADED],
];
