import { stringify } from "yaml";
import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";
import type { Check } from "../../../src/checks/check";
import type { Settings } from "../../../src/settings/settings";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { stack, withModel } from "../stacks";

/** The stack with these rule files, by their names, instead of the project's own. */
export function withFiles(files: Readonly<Record<string, string>>, of: RenderedStack = stack()): RenderedStack {
  const read = Object.entries(files).map(([name, text]) => readRuleFile(`rules/${name}`, name, text));
  return withModel("alerting", (alerting) => ({ ...alerting, files: read }), of);
}

/** A file with one alert with this query, and other keys of the alert and its group. */
export function alert(expr: string, rule: object = {}, group: object = {}): string {
  return stringify({ groups: [{ name: "test", ...group, rules: [{ alert: "Test", expr, ...rule }] }] });
}

/** The got texts of a check for the alert of a file. */
export function gots(check: Check, text: string, settings?: Partial<Settings>): readonly string[] {
  return check.find(withFiles({ "a.yaml": text }, stack(settings))).map(({ got }) => got);
}

/** The remedies of a check for the alert of a file. */
export function remedies(check: Check, text: string): readonly string[] {
  return check.find(withFiles({ "a.yaml": text })).map(({ remedy }) => remedy);
}

/** The stack with these fixtures, by the names of their alerts. */
export function withFixtures(fixtures: Readonly<Record<string, string>>, of: RenderedStack): RenderedStack {
  const read = Object.entries(fixtures).map(([name, text]) => ({
    alert: name,
    path: `rules/fixtures/${name}.yaml`,
    text,
  }));
  return withModel("alerting", (alerting) => ({ ...alerting, fixtures: read }), of);
}
