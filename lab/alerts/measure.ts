import { setTimeout as sleep } from "node:timers/promises";
import type { Rule, RuleFile } from "../../src/alerting/rule-file/rule-file";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import {
  FACTS,
  hasAll,
  type Pace,
  ruleText,
  streamOf,
  type WrittenFact,
  writtenFact,
} from "../../test/components/alert-lines";
import { type ReceivedAlert, RunningAlertmanager } from "../../test/components/alertmanager";
import { RunningLoki } from "../../test/components/loki";
import { until } from "../../test/components/until";
import type { Programs } from "../../test/conformance/alerts/delivery";
import type { Texts } from "../../test/helpers/rule-fixture";

export interface ComparisonProps extends Programs {
  readonly model: Model;
  /** Lines for each rule. */
  readonly lines: number;
  readonly withPlan: boolean;
}

/** The same rule as the original plan evaluates it. */
export const planName = (alert: string) => `${alert}AsPlanned`;

const AS_PLANNED: Pace = {
  interval: () => Duration.minutes(1),
  for: () => Duration.minutes(1),
  name: ({ name }) => planName(name),
};

/** How long the last alert is waited for. */
const TIMEOUT = { deployed: 60, planned: 240 };

/** Times the rule files as they are, and beside them, on the same Loki with the same lines, as the plan had them. */
export async function compare(props: ComparisonProps): Promise<readonly Arrival[]> {
  const { files } = props.model.alerting;
  const alertmanager = await RunningAlertmanager.start(props.alertmanager);
  try {
    const loki = await RunningLoki.start({
      binary: props.loki,
      model: props.model,
      alertmanager: alertmanager.url,
      rules: { ...asDeployed(files), ...(props.withPlan && asPlanned(files)) },
    });
    try {
      const stopwatch = new Stopwatch(loki, alertmanager);
      const patience = props.withPlan ? TIMEOUT.planned : TIMEOUT.deployed;
      return await stopwatch.measure(expected(files, props.withPlan), props.lines, patience);
    } finally {
      await loki.remove();
    }
  } finally {
    await alertmanager.remove();
  }
}

/** The names of the rules whose alerts are critical. */
export function criticalRules(files: readonly RuleFile[]): readonly string[] {
  return rulesOf(files)
    .filter(isCritical)
    .map(({ name }) => name);
}

function expected(files: readonly RuleFile[], withPlan: boolean): readonly Wanted[] {
  const isTimed = (rule: Rule) => isCritical(rule) || rule.name in FACTS;
  return rulesOf(files)
    .filter(isTimed)
    .map((rule) => ({
      rule: rule.name,
      alerts: [rule.name, ...(withPlan && isCritical(rule) ? [planName(rule.name)] : [])],
    }));
}

function asDeployed(files: readonly RuleFile[]): Texts {
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

function asPlanned(files: readonly RuleFile[]): Texts {
  const critical = files.map((file) => ({
    ...file,
    groups: file.groups
      .map((group) => ({ ...group, rules: group.rules.filter(isCritical) }))
      .filter(({ rules }) => rules.length > 0),
  }));
  const planned = critical.filter(({ groups }) => groups.length > 0);
  return Object.fromEntries(planned.map((file) => [`as-planned-${file.name}`, ruleText(file, AS_PLANNED)]));
}

function rulesOf(files: readonly RuleFile[]): readonly Rule[] {
  return files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}

function isCritical({ labels }: Rule): boolean {
  return labels.some(({ name, text }) => name === "severity" && text.value === "critical");
}

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
