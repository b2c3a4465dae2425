import { setTimeout as sleep } from "node:timers/promises";
import { streamOf } from "../../test/conformance/alerts/streams";
import { hasAll, type WrittenFact, writtenFact } from "../../test/conformance/alerts/written-fact";
import type { ReceivedAlert, RunningAlertmanager } from "../../test/conformance/running-alertmanager";
import type { RunningLoki } from "../../test/conformance/running-loki";
import { until } from "../../test/conformance/until";

export interface Wanted {
  /** The name of the rule. */
  readonly rule: string;
  /** The alerts that each of its facts fires. */
  readonly alerts: readonly string[];
}

/** How long one line took to one alert. */
export interface Arrival {
  readonly alert: string;
  /** Null where it never came. */
  readonly seconds: number | null;
}

/** Alertmanager is asked so often: no figure is finer. */
const TICK = 100;

/** Pauses that keep time with no interval. */
const pause = () => 500 + Math.random() * 2_000;

/** Writes lines at odd times, and notes when their alerts have come to Alertmanager. */
export class Stopwatch {
  private readonly lines: Line[] = [];

  constructor(
    private readonly loki: RunningLoki,
    private readonly alertmanager: RunningAlertmanager,
  ) {}

  /**
   * @param count lines for each rule
   * @param seconds how long the last of them is waited for
   */
  async measure(rules: readonly Wanted[], count: number, seconds: number): Promise<readonly Arrival[]> {
    const written = Promise.all(rules.map((rule) => this.write(rule, count)));
    const all = rules.length * count;
    const patience = { seconds: count * 10 + seconds, everyMs: TICK };
    await until("every alert", patience, async () => {
      const received = await this.alertmanager.alerts();
      for (const line of this.lines) line.look(received);
      return this.lines.length === all && this.lines.every(({ hasAll }) => hasAll);
    }).catch(() => undefined);
    await written;
    return this.lines.flatMap(({ arrivals }) => arrivals);
  }

  private async write({ rule, alerts }: Wanted, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await sleep(pause());
      const fact = writtenFact(rule);
      this.lines.push(new Line(fact, alerts));
      await this.loki.api.push([streamOf(fact.written)]);
    }
  }
}

/** One line on its way. */
class Line {
  /** The line's own time. */
  private readonly start = Date.now();
  private readonly seconds = new Map<string, number>();

  constructor(
    private readonly fact: WrittenFact,
    private readonly alerts: readonly string[],
  ) {}

  look(received: readonly ReceivedAlert[]): void {
    const own = received.filter(({ labels }) => hasAll(labels, this.fact.known));
    for (const { labels } of own) {
      const alert = labels["alertname"] ?? "";
      if (!this.seconds.has(alert)) this.seconds.set(alert, (Date.now() - this.start) / 1_000);
    }
  }

  get hasAll(): boolean {
    return this.alerts.every((alert) => this.seconds.has(alert));
  }

  get arrivals(): readonly Arrival[] {
    return this.alerts.map((alert) => ({ alert, seconds: this.seconds.get(alert) ?? null }));
  }
}
