import { type Stage, stageDropMatching, stageDropOlderThan } from "./components";
import type { DropModel, WriteModel } from "./model";
import { RULER_EVALUATIONS } from "./ruler-evaluations";

const TOO_OLD = "older_than_retention";

/** The names of the plan's own drops. */
export const OWN_DROPS: readonly string[] = [TOO_OLD, RULER_EVALUATIONS];

/** What Loki would refuse is thrown away before it is sent. */
export function dropTooOld({ oldestAccepted }: WriteModel): Stage {
  return stageDropOlderThan(oldestAccepted, {
    name: TOO_OLD,
    comment: "Loki refuses what retention would delete at once, and answers with an error for the whole batch.",
  });
}

export function dropMatching({ name, reason, selector }: DropModel): Stage {
  return stageDropMatching(selector, { name, comment: reason });
}
