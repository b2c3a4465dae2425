import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { Model } from "../../../src/model";
import { HASTENED, ownStream, ruleText, streamOf } from "../../components/alert-lines";
import { type ReceivedAlert, RunningAlertmanager } from "../../components/alertmanager";
import { RunningLoki } from "../../components/loki";
import { until } from "../../components/until";
import type { RuleFixture, Texts } from "../../helpers/rule-fixture";

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

/** What came of a command that an alert's text tells a person to run next. */
export interface NextStep {
  readonly command: string;
  readonly status: number | null;
  /** What it printed: lines alone, and not what it did to get them. */
  readonly lines: string;
}

/** The command of logcli that a text ends with, as a person would run it, or null where there is none. */
export function takeNextStep(text: string, logcli: string, address: string): NextStep | null {
  const [, command] = /Next: (logcli .*)$/.exec(text) ?? [];
  if (command === undefined) return null;
  const env = { PATH: `${dirname(logcli)}:${process.env["PATH"]}`, LOKI_ADDR: address, HOME: "/nonexistent" };
  const { status, stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8", timeout: 60_000, env });
  return { command, status, lines: stdout };
}

/**
 * The lines in which Loki tells a rule's query: one of each place that logs it. The ruler alone names the rule; the
 * others have the same hash.
 * @param log all that Loki has logged
 */
export function ownLines(log: string, rule: string): readonly string[] {
  const lines = log.split("\n").filter((line) => line.includes(' query="'));
  const evaluating = lines.find((line) => line.includes(` rule_name=${rule} `));
  const [hash] = / query_hash=\d+ /.exec(evaluating ?? "") ?? [];
  const about = hash === undefined ? [] : lines.filter((line) => line.includes(hash));
  return [...new Map(about.map((line) => [callerOf(line), line])).values()];
}

function callerOf(line: string): string {
  return /caller=(\S+)/.exec(line)?.[1] ?? "";
}
