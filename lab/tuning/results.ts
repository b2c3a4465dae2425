import { availableParallelism } from "node:os";
import versions from "../../src/terraform/versions.json";
import { measureQueries, measureRestart, type QueryTimes, type Restart } from "./day-in-memory";
import { type LoadResult, measureLoad } from "./load-result";
import type { Load, Options } from "./options";

/** All measurements of the benchmark. */
export interface Results {
  /** Loki's version. */
  readonly loki: string;
  readonly cpus: number;
  readonly loads: readonly LoadResult[];
  /** One load at several speeds. */
  readonly speeds: readonly LoadResult[];
  readonly queries: QueryTimes;
  readonly restart: Restart;
}

/** @param log reports the progress */
export async function measure(binary: string, options: Options, log: (text: string) => void): Promise<Results> {
  const { loads, days, speeds, day, repeats } = options;
  const results: LoadResult[] = [];
  const otherSpeeds: LoadResult[] = [];
  const resultOf = (load: Load) => {
    log(`${load.name} at ${load.speed} times the clock`);
    return measureLoad({ binary, load, days });
  };
  for (const load of loads) results.push(await resultOf(load));
  for (const load of speeds) otherSpeeds.push(await resultOf(load));
  log("queries of a day, and the restart after a kill");
  return {
    loki: versions.tools.loki,
    cpus: availableParallelism(),
    loads: results,
    speeds: [...results.filter(({ load }) => speeds.some(({ name }) => name === load.name)), ...otherSpeeds],
    queries: await measureQueries(binary, day.queries, repeats),
    restart: await measureRestart(binary, day.restart),
  };
}
