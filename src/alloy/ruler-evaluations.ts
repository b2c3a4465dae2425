import type { DropModel } from "./model";

export const RULER_EVALUATIONS = "ruler_evaluations";

/**
 * With groups evaluated every 5 s these were 148 of the 232 lines, and 112 of the 126 KiB, that Loki 3.7.8 wrote in a
 * minute. What goes wrong is logged at another level, and stays.
 * @param namespace where the plan's Loki runs
 */
export function rulerEvaluations(namespace: string): DropModel {
  return {
    name: RULER_EVALUATIONS,
    reason: "Loki's ruler logs every evaluation of every rule four times.",
    selector: `{namespace="${namespace}", container="loki"} |~ ${JSON.stringify(EVALUATION)}`,
  };
}

const EVALUATION =
  '^level=info ts=\\S+ caller=(compat|engine|evaluator_local|metrics)\\.go:\\d+ (component=ruler|user=\\S+ rule_name=|msg="request timings")';
