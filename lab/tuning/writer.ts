import { setTimeout as sleep } from "node:timers/promises";
import type { Duration } from "../../src/units";
import type { Candidate } from "./candidate";
import { Cluster } from "./cluster";
import { deliver } from "./delivery";
import type { Load } from "./load";
import { LogTime } from "./log-time";

/** What has been written, and what that took. */
export interface Written {
  readonly bytes: number;
  readonly seconds: number;
}

/** Lines are sent so often. */
const TICK = 250;

/** Gives all candidates the same lines, each when its time has come. */
export class Writer {
  private readonly time: LogTime;
  private readonly cluster: Cluster;

  /** @param span how much log time there will be */
  constructor(
    private readonly candidates: readonly Candidate[],
    load: Load,
    span: Duration,
  ) {
    this.time = new LogTime({ clock: Date.now(), span, speed: load.speed, longestStep: 2 * TICK });
    this.cluster = new Cluster(load, this.time.from);
  }

  /** Writes what comes until so much log time has passed. */
  async until(end: Duration): Promise<Written> {
    const lokis = this.candidates.map(({ loki }) => loki.api);
    const start = Date.now();
    let bytes = 0;
    while (!this.time.hasPassed(end)) {
      const clock = Date.now();
      bytes += await deliver(this.cluster.until(this.time.look(clock, end)), lokis);
      for (const candidate of this.candidates) candidate.look();
      await sleep(Math.max(0, clock + TICK - Date.now()));
    }
    return { bytes, seconds: (Date.now() - start) / 1_000 };
  }
}
