import { type Stage, stageDropMatching, stageDropOlderThan } from "./components";
import type { DropModel, WriteModel } from "./model";

/** What Loki would refuse is thrown away before it is sent. */
export function dropTooOld({ oldestAccepted }: WriteModel): Stage {
  return stageDropOlderThan(oldestAccepted, {
    name: "older_than_retention",
    comment: "Loki refuses what retention would delete at once, and answers with an error for the whole batch.",
  });
}

export function dropMatching({ name, reason, selector }: DropModel): Stage {
  return stageDropMatching(selector, { name, comment: reason });
}
