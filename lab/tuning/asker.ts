import { writeFileSync } from "node:fs";
import { get } from "../../test/conformance/http";
import type { RunningLoki } from "../../test/conformance/running-loki";
import { until } from "../../test/conformance/until";
import { ask, QUERIES, type Query } from "./query";
import { type Times, timesOf } from "./statistics";

const CONNECTED = { seconds: 60, everyMs: 100 };

/** Asks every query again and again. */
export class Asker {
  /** @param now the end of every query, in milliseconds since 1970 */
  constructor(
    private readonly loki: RunningLoki,
    private readonly now: number,
  ) {}

  askAll(repeats: number): Promise<ReadonlyMap<Query, Times>> {
    return this.each((query) => this.repeat(query, repeats));
  }

  /** Asks of a Loki that has just been started, about files that the kernel has forgotten. */
  askAllCold(repeats: number): Promise<ReadonlyMap<Query, Times>> {
    return this.each((query) => this.repeat(query, repeats, () => this.forget()));
  }

  private async each(asked: (query: Query) => Promise<Times>): Promise<ReadonlyMap<Query, Times>> {
    const all = new Map<Query, Times>();
    for (const query of QUERIES) all.set(query, await asked(query));
    return all;
  }

  private async repeat(query: Query, repeats: number, before = async () => {}): Promise<Times> {
    const taken: number[] = [];
    for (let index = 0; index < repeats; index += 1) {
      await before();
      taken.push(await ask(this.loki.api.url, query, this.now));
    }
    return timesOf(taken);
  }

  private async forget(): Promise<void> {
    await this.loki.stop();
    writeFileSync("/proc/sys/vm/drop_caches", "3");
    this.loki.begin();
    await this.loki.ready();
    // Queriers find their frontend some time after Loki calls itself ready. This query reads nothing.
    const url = `${this.loki.api.url}/loki/api/v1/query?query=vector(1)`;
    await until("queries are answered", CONNECTED, async () => (await get(url)) !== "");
  }
}
