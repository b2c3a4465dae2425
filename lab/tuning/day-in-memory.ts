import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import { Candidate } from "./candidate";
import type { Load } from "./load";
import { modelFor } from "./model-for-load";
import { planned } from "./tunings";
import { Writer } from "./writer";

/** The plan's Loki with a day of lines, of which nothing has been flushed but what was full. */
export interface DayInMemory {
  readonly candidate: Candidate;
  readonly model: Model;
  readonly textBytes: number;
}

export const DAY = Duration.hours(24);

/** There are some while the day is written, and few while questions about it are asked. */
export const CHECKPOINT = Duration.seconds(20);

/** Gives `use` a Loki with a day in memory, and removes it afterwards. */
export async function withDayInMemory<R>(
  binary: string,
  load: Load,
  use: (day: DayInMemory) => Promise<R>,
): Promise<R> {
  const model = modelFor(load);
  const { speed } = load;
  const plan = planned(model);
  // The candidate divides them by the speed again: when the day is over, no more log time passes.
  const byTheClock = { chunkIdlePeriod: plan.chunkIdlePeriod.times(speed), checkpointPeriod: CHECKPOINT.times(speed) };
  const candidate = await Candidate.start({ binary, model, tuning: { ...plan, ...byTheClock }, speed });
  try {
    const { bytes } = await new Writer([candidate], load, DAY).until(DAY);
    return await use({ candidate, model, textBytes: bytes });
  } finally {
    await candidate.remove();
  }
}
