import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import type { RuleFixture, Texts } from "../../../src/alerting/fixtures/fixture";
import type { Model } from "../../../src/model";
import { FAST, ownStream, ruleFileText, streamOf } from "../../components/alert-lines";
import { type ReceivedAlert, RunningAlertmanager } from "../../components/alertmanager";
import { RunningLoki } from "../../components/loki";
import { until } from "../../components/until";

export interface Programs {
  readonly loki: string;
  readonly alertmanager: string;
}

interface ProgramsWithLogcli extends Programs {
  readonly logcli: string;
}

/** The effects of the lines written for an alert. */
export interface Delivered {
  /** The alerts that Alertmanager received. */
  readonly received: readonly ReceivedAlert[];
  /** The labels of the ruler's alerts, including pending ones. */
  readonly active: readonly Texts[];
  /** Loki's own log lines about the rule, which were written back to it. */
  readonly ownLines: readonly string[];
  /** The results of the logcli commands in the annotations. */
  readonly nextSteps: readonly NextStep[];
}

const DELIVERED = { seconds: 120 };

/**
 * Writes the lines of all fixtures into one Loki, together with its own log lines about the rules. Waits for every expected
 * alert, and then for three more evaluations, so that unexpected alerts would arrive, too.
 */
export async function deliver(
  programs: ProgramsWithLogcli,
  model: Model,
  fixtures: ReadonlyMap<string, RuleFixture>,
): Promise<ReadonlyMap<string, Delivered>> {
  const alertmanager = await RunningAlertmanager.start(programs.alertmanager);
  try {
    const rules = Object.fromEntries(model.alerting.files.map((file) => [file.name, ruleFileText(file, FAST)]));
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
    // The tests report missing alerts by name.
    await until("every alert", DELIVERED, () => this.hasEveryAlert()).catch(() => undefined);
    await this.evaluations(3);
    return this.delivered(own);
  }

  private async write(own: ReadonlyMap<string, readonly string[]>): Promise<void> {
    for (const [name, { fires, silent, ownLines: times }] of this.fixtures) {
      const written = [...fires, ...silent].flatMap((fixture) => fixture.written);
      // One request per entry: together, they would exceed Loki's limit for a request.
      for (const lines of written) await this.loki.api.push([streamOf(lines)]);
      await this.loki.api.push([ownStream(own.get(name) ?? [], times)]);
    }
  }

  /** Waits for this number of evaluations of every rule. */
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

/** The result of a command in an alert's annotation. */
interface NextStep {
  readonly command: string;
  readonly status: number | null;
  /** Its stdout. */
  readonly lines: string;
}

/** Runs the logcli command at the end of an annotation, as a user would. Returns null if there is none. */
function takeNextStep(text: string, logcli: string, address: string): NextStep | null {
  const [, command] = /Next: (logcli .*)$/.exec(text) ?? [];
  if (command === undefined) return null;
  const env = { PATH: `${dirname(logcli)}:${process.env["PATH"]}`, LOKI_ADDR: address, HOME: "/nonexistent" };
  const { status, stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8", timeout: 60_000, env });
  return { command, status, lines: stdout };
}

/**
 * Returns the log lines with a rule's query: one for each caller that logs it. Only the ruler's line names the rule. The
 * others have the same query hash.
 * @param log the whole log of Loki
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
