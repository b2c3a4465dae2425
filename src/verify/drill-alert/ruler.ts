import type { VerifyContext } from "../context";
import { notifierSince } from "../loki/notifier";
import { lokiMetrics } from "../loki/queries";
import { hasRulerAlert } from "../loki/ruler";
import type { RulerSeen } from "./judgement";

/** What the ruler knows of a drill's alert, and what it has sent and lost in this run. */
export async function rulerSeen(
  { loki, lokiBefore }: Pick<VerifyContext, "loki" | "lokiBefore">,
  marker: string,
  signal: AbortSignal,
): Promise<RulerSeen> {
  const [hasFired, before, now] = await Promise.all([
    hasRulerAlert(loki, "marker", marker, signal),
    lokiBefore(),
    lokiMetrics(loki, signal),
  ]);
  return { hasFired, notifier: notifierSince(before, now) };
}
