import type { Rule, RuleFile } from "../../src/alerting/rule-file/rule-file";
import type { Model } from "../../src/model";
import { Duration } from "../../src/units";
import type { Texts } from "../../test/alerting/rule-fixture";
import type { Programs } from "../../test/conformance/alerts/delivery";
import { type Pace, ruleText } from "../../test/conformance/alerts/rule-text";
import { FACTS } from "../../test/conformance/alerts/written-fact";
import { RunningAlertmanager } from "../../test/conformance/running-alertmanager";
import { RunningLoki } from "../../test/conformance/running-loki";
import { type Arrival, Stopwatch, type Wanted } from "./stopwatch";

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
const PATIENCE = { deployed: 60, planned: 240 };

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
      const patience = props.withPlan ? PATIENCE.planned : PATIENCE.deployed;
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
