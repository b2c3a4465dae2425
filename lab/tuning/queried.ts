import { Asker } from "./asker";
import { withDayInMemory } from "./day-in-memory";
import type { Load } from "./load";
import { QUERIES, type Query } from "./query";
import type { Times } from "./statistics";

/** How often each query is asked, and how often when nothing is in any memory. */
export interface Repeats {
  readonly asked: number;
  readonly cold: number;
}

/** How a day that is in memory answers, and how the same day does on the volume. */
export interface Queried {
  readonly load: Load;
  readonly textBytes: number;
  readonly repeats: Repeats;
  readonly answers: readonly Answered[];
}

/** Milliseconds until the answer was there. */
export interface Answered extends Query {
  readonly inMemory: Times;
  readonly cold: Times;
  readonly warm: Times;
}

export function queried(binary: string, load: Load, repeats: Repeats): Promise<Queried> {
  return withDayInMemory(binary, load, async ({ candidate, textBytes }) => {
    const asker = new Asker(candidate.loki, Date.now());
    const inMemory = await asker.askAll(repeats.asked);
    await candidate.flush();
    const cold = await asker.askAllCold(repeats.cold);
    await asker.askAll(1);
    const warm = await asker.askAll(repeats.asked);
    const answers = QUERIES.map((query) => ({
      ...query,
      ...{ inMemory: timesOf(inMemory, query), cold: timesOf(cold, query), warm: timesOf(warm, query) },
    }));
    return { load, textBytes, repeats, answers };
  });
}

function timesOf(all: ReadonlyMap<Query, Times>, query: Query): Times {
  const times = all.get(query);
  if (times === undefined) throw new Error(`${query.name} was not asked`);
  return times;
}
