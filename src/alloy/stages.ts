import { type Stage, stageDropMatching, stageDropOlderThan } from "./components";
import type { AlloyModel, DropModel } from "./model";

/** What every source throws away before it sends: what the settings name, and what Loki would refuse. */
export function dropStages({ drop, write }: AlloyModel): readonly [Stage, ...Stage[]] {
  const tooOld = stageDropOlderThan(write.oldestAccepted, {
    name: "older_than_retention",
    comment: "Loki refuses what retention would delete at once, and answers with an error for the whole batch.",
  });
  return [tooOld, ...drop.map(dropStage)];
}

export function dropStage({ name, reason, selector }: DropModel): Stage {
  return stageDropMatching(selector, { name, comment: reason });
}
