import { setTimeout as sleep } from "node:timers/promises";
import type { Texts } from "../../src/alerting/fixtures/fixture";
import type { Rule, RuleFile } from "../../src/alerting/rule-file/rule-file";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import {
  hasLabels,
  type RuleOverrides,
  ruleFileText,
  streamOf,
  TRIGGERS,
  type Trigger,
  triggerFor,
} from "../../test/components/alert-lines";
import { type ReceivedAlert, RunningAlertmanager } from "../../test/components/alertmanager";
import { RunningLoki } from "../../test/components/loki";
import { until } from "../../test/components/until";
import type { Programs } from "../../test/conformance/alerts/delivery";

interface ComparisonProps extends Programs {
  readonly model: Model;
  /** The number of lines per rule. */
  readonly lines: number;
  readonly withOriginal: boolean;
}

/** The name of a rule as the original deployment evaluates it. */
export const originalName = (alert: string) => `${alert}Original`;

const ORIGINAL_TIMING: RuleOverrides = {
  interval: () => Duration.minutes(1),
  for: () => Duration.minutes(1),
  name: ({ name }) => originalName(name),
};

/** The timeout for the last alert, in seconds. */
const TIMEOUT = { deployed: 60, original: 240 };

/** Measures the rule files, and optionally the original deployment's evaluation of them on the same Loki and lines. */
export async function compare(props: ComparisonProps): Promise<readonly Arrival[]> {
  const { files } = props.model.alerting;
  const alertmanager = await RunningAlertmanager.start(props.alertmanager);
  try {
    const loki = await RunningLoki.start({
      binary: props.loki,
      model: props.model,
      alertmanager: alertmanager.url,
      rules: { ...asDeployed(files), ...(props.withOriginal && asOriginal(files)) },
    });
    try {
      const stopwatch = new Stopwatch(loki, alertmanager);
      const timeout = props.withOriginal ? TIMEOUT.original : TIMEOUT.deployed;
      return await stopwatch.measure(timedRules(files, props.withOriginal), props.lines, timeout);
    } finally {
      await loki.remove();
    }
  } finally {
    await alertmanager.remove();
  }
}

/** Returns the names of the rules with critical alerts. */
export function criticalRules(files: readonly RuleFile[]): readonly string[] {
  return rulesOf(files)
    .filter(isCritical)
    .map(({ name }) => name);
}

function timedRules(files: readonly RuleFile[], withOriginal: boolean): readonly TimedRule[] {
  const isTimed = (rule: Rule) => isCritical(rule) || rule.name in TRIGGERS;
  return rulesOf(files)
    .filter(isTimed)
    .map((rule) => ({
      rule: rule.name,
      alerts: [rule.name, ...(withOriginal && isCritical(rule) ? [originalName(rule.name)] : [])],
    }));
}

function asDeployed(files: readonly RuleFile[]): Texts {
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

function asOriginal(files: readonly RuleFile[]): Texts {
  const critical = files.map((file) => ({
    ...file,
    groups: file.groups
      .map((group) => ({ ...group, rules: group.rules.filter(isCritical) }))
      .filter(({ rules }) => rules.length > 0),
  }));
  const original = critical.filter(({ groups }) => groups.length > 0);
  return Object.fromEntries(original.map((file) => [`original-${file.name}`, ruleFileText(file, ORIGINAL_TIMING)]));
}

function rulesOf(files: readonly RuleFile[]): readonly Rule[] {
  return files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}

function isCritical({ labels }: Rule): boolean {
  return labels.some(({ name, text }) => name === "severity" && text.value === "critical");
}

/** A rule to measure. */
interface TimedRule {
  /** The rule's name. */
  readonly rule: string;
  /** The alerts that each line fires. */
  readonly alerts: readonly string[];
}

/** The time from one line to one alert. */
export interface Arrival {
  readonly alert: string;
  /** Null if the alert never arrived. */
  readonly seconds: number | null;
}

/** The interval of polling Alertmanager in milliseconds, and so the resolution of the measurement. */
const POLL_MS = 100;

/** A random pause, so lines are independent of evaluation intervals. */
const pause = () => 500 + Math.random() * 2_000;

/** Writes lines at random times, and records when their alerts arrive at Alertmanager. */
class Stopwatch {
  private readonly lines: Line[] = [];

  constructor(
    private readonly loki: RunningLoki,
    private readonly alertmanager: RunningAlertmanager,
  ) {}

  /**
   * @param count lines per rule
   * @param seconds the timeout for the last alert
   */
  async measure(rules: readonly TimedRule[], count: number, seconds: number): Promise<readonly Arrival[]> {
    const written = Promise.all(rules.map((rule) => this.write(rule, count)));
    const all = rules.length * count;
    const timeout = { seconds: count * 10 + seconds, everyMs: POLL_MS };
    await until("every alert arrives", timeout, async () => {
      const received = await this.alertmanager.alerts();
      for (const line of this.lines) line.update(received);
      return this.lines.length === all && this.lines.every(({ hasAll }) => hasAll);
    }).catch(() => undefined);
    await written;
    return this.lines.flatMap(({ arrivals }) => arrivals);
  }

  private async write({ rule, alerts }: TimedRule, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await sleep(pause());
      const trigger = triggerFor(rule);
      this.lines.push(new Line(trigger, alerts));
      await this.loki.api.push([streamOf(trigger.written)]);
    }
  }
}

/** One line, until its alerts arrive. */
class Line {
  /** The timestamp of the line. */
  private readonly start = Date.now();
  private readonly seconds = new Map<string, number>();

  constructor(
    private readonly trigger: Trigger,
    private readonly alerts: readonly string[],
  ) {}

  update(received: readonly ReceivedAlert[]): void {
    const own = received.filter(({ labels }) => hasLabels(labels, this.trigger.identity));
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
