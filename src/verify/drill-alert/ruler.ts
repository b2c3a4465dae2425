import type { VerifyContext } from "../context";
import { type Drill, FIRING } from "../drill";
import { podsInLoki } from "../drill/arrived";
import { notifierSince } from "../loki/notifier";
import { lokiMetrics } from "../loki/queries";
import { hasRulerAlert } from "../loki/ruler";
import type { RulerSeen } from "./judgement";

/** What the ruler knows of a drill's alert, and what it has sent and lost in this run. */
export async function rulerSeen(
  { loki, lokiBefore }: Pick<VerifyContext, "loki" | "lokiBefore">,
  drill: Pick<Drill, "namespace" | "marker">,
  signal: AbortSignal,
): Promise<RulerSeen> {
  const [arrived, hasFired, before, now] = await Promise.all([
    podsInLoki(loki, drill, [FIRING], signal),
    hasRulerAlert(loki, "marker", drill.marker, signal),
    lokiBefore(),
    lokiMetrics(loki, signal),
  ]);
  return { hasLine: arrived.length > 0, hasFired, notifier: notifierSince(before, now) };
}
