import { DRILL_QUERY, FIRES_WITHIN, FIRING, selectsDrill, storedMarker } from "../../alerting/log-path-drill";
import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import { groupNames, isProblem, regularExpression, type Selection } from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration } from "../../units";
import type { Check, Finding } from "../check";
import { numberComparisons, oneLineSuffices } from "../rules/comparison";
import { settingOf } from "../rules/rule-check";
import { intervalOf } from "../rules/window";

const RULE = "LogPathDrill";
const MARKER = "marker";

export const drillRule: Check = {
  id: "drill-rule",
  title: "A rule fires on the drill of verify",
  severity: "error",
  why: "verify writes a line and waits for its alert; without a rule that fires on it, verify fails on a working stack",
  remedy: "keep rules/log-path-drill.yaml as it is",
  evidence: "src/verify/drill.ts waits for an alert with the drill's marker",
  find: (stack) => {
    const { alertmanager, files } = stack.model.alerting;
    // Without an Alertmanager, verify skips the drill. A file that can't be read has its own finding.
    if (alertmanager === null || files.some(({ problems }) => problems.length > 0)) return [];
    const alerts = analyzedRules(stack.model).filter(({ rule }) => rule.kind === "alert");
    if (alerts.some((alert) => alert.metric === null && isAboutDrill(alert))) return [];
    const obstacles = alerts.filter(isAboutDrill).map((alert) => obstacle(alert, stack));
    if (obstacles.includes(null)) return [];
    return [obstacles.find((one) => one !== null) ?? missing(stack)];
  },
};

function isAboutDrill({ rule }: RuleAnalysis): boolean {
  return rule.name === RULE || rule.expr.value.includes(FIRING);
}

function missing({ model }: RenderedStack): Finding {
  const [file] = model.alerting.files;
  const folder = file?.path.slice(0, -file.name.length - 1) ?? "rules";
  return {
    setting: folder,
    got: "no alert for the drill's lines",
    expected: `the alert ${RULE} of the project`,
    remedy: `copy test/shipped/rules/log-path-drill.yaml to ${folder}/`,
  };
}

/** Returns why the alert doesn't fire on the drill's line in time, or null. */
function obstacle(alert: RuleAnalysis, stack: RenderedStack): Finding | null {
  const { metric, rule } = alert;
  const { namespace } = stack.model.drill;
  const at = { setting: settingOf(alert), location: rule.expr.location() };
  const query = { expected: "a query that fires on it", remedy: `use the query ${DRILL_QUERY}` };
  const line = `the drill's line "log-path-drill marker=…" in container ${FIRING}`;
  if (!selectsDrill(alert.selections, namespace))
    return { ...at, ...query, got: `a query that doesn't select ${line}` };
  if (!alert.labels.mayHave(MARKER) && !rule.labels.some((label) => label.name === MARKER)) {
    return { ...at, ...query, got: `an alert without the label "${MARKER}", by which verify finds it` };
  }
  if (alert.selections.every(({ selection }) => losesMarker(selection, storedMarker(FIRING, namespace).text))) {
    return { ...at, ...query, got: `a regular expression that extracts no marker from ${line}` };
  }
  const comparisons = metric === null ? [] : numberComparisons(metric);
  if (comparisons.some((comparison) => !oneLineSuffices(comparison))) {
    return { ...at, ...query, got: "a comparison that one line doesn't satisfy, while the drill writes one" };
  }
  return lateness(alert, stack);
}

/** Returns whether a stage extracts the marker by an expression that doesn't match the line. */
function losesMarker({ stages }: Selection, line: string): boolean {
  return stages.some((stage) => {
    if (stage.kind !== "regexp" || !groupNames(stage.expression.value).includes(MARKER)) return false;
    const expression = regularExpression(stage.expression.value);
    return !isProblem(expression) && !expression.test(line);
  });
}

/** A line waits for the next evaluation, and then for the first one after the pending period. */
function lateness(alert: RuleAnalysis, stack: RenderedStack): Finding | null {
  const interval = intervalOf(alert.group, stack);
  const pending = alert.rule.for?.duration ?? Duration.seconds(0);
  const latest = interval.plus(interval.times(Math.ceil(pending.dividedBy(interval))));
  if (!latest.isLongerThan(FIRES_WITHIN)) return null;
  return {
    setting: settingOf(alert),
    location: alert.rule.title.location(),
    got: `an alert up to ${latest} after its line (interval ${interval}, for ${pending})`,
    expected: `at most ${FIRES_WITHIN}, which verify waits`,
    remedy: "set the group's interval to 5s, and remove for",
  };
}
