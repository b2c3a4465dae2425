import { stringify } from "yaml";
import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";
import type { Check } from "../../../src/checks/check";
import type { Settings } from "../../../src/settings/settings";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { stack, withModel } from "../stacks";

/** What would be deployed with these rule files in place of the project's own, by their names. */
export function withFiles(files: Readonly<Record<string, string>>, of: RenderedStack = stack()): RenderedStack {
  const read = Object.entries(files).map(([name, text]) => readRuleFile(`rules/${name}`, name, text));
  return withModel("alerting", (alerting) => ({ ...alerting, files: read }), of);
}

/** A file with one alert of this query, and whatever else it or its group has. */
export function alert(expr: string, rule: object = {}, group: object = {}): string {
  return stringify({ groups: [{ name: "test", ...group, rules: [{ alert: "Test", expr, ...rule }] }] });
}

/** What a check says of the one alert of a file. */
export function told(check: Check, text: string, settings?: Partial<Settings>): readonly string[] {
  return check.find(withFiles({ "a.yaml": text }, stack(settings))).map(({ got }) => got);
}

/** What a check tells to do about the one alert of a file. */
export function remedies(check: Check, text: string): readonly string[] {
  return check.find(withFiles({ "a.yaml": text })).map(({ remedy }) => remedy);
}
