import type { Model } from "../../../src/model";
import type { RuleFixture, Texts } from "../../alerting/rule-fixture";
import { type ReceivedAlert, RunningAlertmanager } from "../running-alertmanager";
import { RunningLoki } from "../running-loki";
import { until } from "../until";
import { type NextStep, takeNextStep } from "./next-step";
import { ownLines } from "./own-lines";
import { HASTENED, ruleText } from "./rule-text";
import { ownStream, streamOf } from "./streams";

export interface Programs {
  readonly loki: string;
  readonly alertmanager: string;
}

export interface ProgramsWithLogcli extends Programs {
  readonly logcli: string;
}

/** What came of the lines of an alert. */
export interface Delivered {
  /** What Alertmanager has received. */
  readonly received: readonly ReceivedAlert[];
  /** The labels of what the ruler holds, alerts that wait for their "for" included. */
  readonly active: readonly Texts[];
  /** What Loki itself had logged about the rule, and what was written back to it. */
  readonly ownLines: readonly string[];
  /** What came of the commands of logcli that its texts name. */
  readonly nextSteps: readonly NextStep[];
}

const DELIVERED = { seconds: 120 };

/**
 * Writes the lines of all fixtures into one Loki, together with what it has logged about the rules, and waits until its
 * Alertmanager has got what it should, and longer, so that what it should not get would be there too.
 */
export async function deliver(
  programs: ProgramsWithLogcli,
  model: Model,
  fixtures: ReadonlyMap<string, RuleFixture>,
): Promise<ReadonlyMap<string, Delivered>> {
  const alertmanager = await RunningAlertmanager.start(programs.alertmanager);
  try {
    const rules = Object.fromEntries(model.alerting.files.map((file) => [file.name, ruleText(file, HASTENED)]));
    const loki = await RunningLoki.start({ binary: programs.loki, model, alertmanager: alertmanager.url, rules });
    try {
      return await new Delivery(loki, alertmanager, programs.logcli, fixtures).run();
    } finally {
      await loki.remove();
    }
  } finally {
    await alertmanager.remove();
  }
}

class Delivery {
  constructor(
    private readonly loki: RunningLoki,
    private readonly alertmanager: RunningAlertmanager,
    private readonly logcli: string,
    private readonly fixtures: ReadonlyMap<string, RuleFixture>,
  ) {}

  async run(): Promise<ReadonlyMap<string, Delivered>> {
    await this.evaluations(1);
    const own = new Map([...this.fixtures.keys()].map((name) => [name, ownLines(this.loki.log, name)]));
    await this.write(own);
    // What is missing then is told by the tests, by its name.
    await until("every alert", DELIVERED, () => this.hasEveryAlert()).catch(() => undefined);
    await this.evaluations(3);
    return this.delivered(own);
  }

  private async write(own: ReadonlyMap<string, readonly string[]>): Promise<void> {
    for (const [name, { fires, silent, ownLines: times }] of this.fixtures) {
      const written = [...fires, ...silent].flatMap((fixture) => fixture.written);
      // One after the other: together they would be more than Loki takes in a request.
      for (const lines of written) await this.loki.api.push([streamOf(lines)]);
      await this.loki.api.push([ownStream(own.get(name) ?? [], times)]);
    }
  }

  /** Waits until every rule has been evaluated so often again. */
  private async evaluations(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      const start = Date.now();
      await until("every rule is evaluated", { seconds: 120 }, async () => {
        const evaluated = (await this.loki.api.rules()).filter(({ lastEvaluation }) => lastEvaluation > start);
        return [...this.fixtures.keys()].every((alert) => evaluated.some(({ name }) => name === alert));
      });
    }
  }

  private async hasEveryAlert(): Promise<boolean> {
    const received = await this.alertmanager.alerts();
    return [...this.fixtures].every(([name, { fires }]) => {
      const expected = fires.reduce((sum, { alerts }) => sum + alerts.length, 0);
      return received.filter(({ labels }) => labels["alertname"] === name).length >= expected;
    });
  }

  private async delivered(own: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, Delivered>> {
    const [received, rules] = [await this.alertmanager.alerts(), await this.loki.api.rules()];
    return new Map(
      [...this.fixtures.keys()].map((name) => {
        const alerts = received.filter(({ labels }) => labels["alertname"] === name);
        const active = rules.filter((rule) => rule.name === name).flatMap((rule) => rule.alerts);
        return [name, { received: alerts, active, ownLines: own.get(name) ?? [], nextSteps: this.nextSteps(alerts) }];
      }),
    );
  }

  private nextSteps(alerts: readonly ReceivedAlert[]): readonly NextStep[] {
    const texts = alerts.flatMap(({ annotations }) => Object.values(annotations));
    return texts.flatMap((text) => takeNextStep(text, this.logcli, this.loki.api.url) ?? []);
  }
}
