import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "../mapping";
import { Refusal } from "../refusal";
import { readMapping } from "../terraform/yaml";

/** One file of alert rules, as it lies in the rules folder and as Loki's ruler will read it. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
  readonly groups: readonly RuleGroup[];
}

export interface RuleGroup {
  readonly name: string;
  /** The names of its alerts and recording rules. */
  readonly rules: readonly string[];
}

/** @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
const GROUP_KEYS = ["name", "interval", "query_offset", "limit", "labels", "rules"];
const RULE_KEYS = ["alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"];
const DURATION_KEYS = ["interval", "query_offset", "for", "keep_firing_for"];
const TEXT_MAP_KEYS = ["labels", "annotations"];

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file */
const DURATION = /^(?!$)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$|^0$/;

/** What a file may be called as a key of a ConfigMap. */
const FILE_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]*\.ya?ml$/;

/**
 * Reads every rule file of a folder, in the order of their names.
 * @param root the project's folder
 * @param folder the rules folder, relative to it
 * @throws Refusal where the folder has no rule file, a file isn't what Loki's ruler loads, or two groups share a name
 */
export function readRuleFiles(root: string, folder: string): readonly RuleFile[] {
  const files = ruleFileNames(root, folder).map((name) =>
    parseRuleFile(`${folder}/${name}`, name, readFileSync(join(root, folder, name), "utf8")),
  );
  refuseSharedGroups(folder, files);
  return files;
}

function ruleFileNames(root: string, folder: string): readonly string[] {
  const path = join(root, folder);
  const names = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? yamlFiles(path, folder) : null;
  if (names !== null && names.length > 0) return names;
  throw new Refusal({
    setting: "alerting.rules",
    got: names === null ? `"${folder}", which is no folder` : `"${folder}", which holds no .yaml file`,
    wanted: "a folder with at least one rule file",
    because: "Loki would start without a single alert, and nothing would say so",
    remedy: "put a rule file into it, or name the folder that holds yours (relative to main.ts)",
  });
}

function yamlFiles(path: string, folder: string): readonly string[] {
  const files = readdirSync(path).filter(
    (name) => /\.ya?ml$/i.test(name) && statSync(join(path, name), { throwIfNoEntry: false })?.isFile(),
  );
  const unfit = files.find((name) => !FILE_NAME.test(name));
  if (unfit !== undefined) throw unfitName(`${folder}/${unfit}`);
  return files.sort();
}

function unfitName(path: string): Refusal {
  return new Refusal({
    setting: path,
    got: "a file name with blanks, capital endings or a dot in front",
    wanted: "letters, digits, dots, dashes and underscores, ending in .yaml or .yml",
    because:
      "the name becomes a key of the ConfigMap, which takes no others, and without it the rules would be missing",
    remedy: 'rename it, such as "my-rules.yaml", or move it out of the folder',
  });
}

/**
 * Parses one rule file, as strictly as the ruler does but for its LogQL and templates: one file that it can't read keeps
 * every rule of every file from loading.
 * @param path how the person finds the file
 */
export function parseRuleFile(path: string, name: string, text: string): RuleFile {
  const content = readMapping(path, text);
  const foreign = Object.keys(content).find((key) => key !== "groups");
  if (foreign !== undefined) throw malformed(path, `a key "${foreign}" at the top`);
  return { name, text, groups: list(content["groups"], path, "groups").map((group) => parseGroup(group, path)) };
}

function parseGroup(group: unknown, path: string): RuleGroup {
  if (!isMapping(group)) throw malformed(path, "a group without a name");
  const { name, rules } = group;
  if (typeof name !== "string" || name === "") throw malformed(path, "a group without a name");
  refuseEntries(group, GROUP_KEYS, path, `group "${name}"`);
  return { name, rules: list(rules, path, `rules of group "${name}"`).map((rule) => ruleName(rule, path)) };
}

function ruleName(rule: unknown, path: string): string {
  if (!isMapping(rule)) throw malformed(path, "a rule that is no mapping");
  const { alert, record, expr } = rule;
  const name = alert ?? record;
  if (typeof name !== "string" || name === "") throw malformed(path, "a rule with neither alert nor record");
  if (alert !== undefined && record !== undefined) throw malformed(path, `rule "${name}" with both alert and record`);
  if (typeof expr !== "string" || expr === "") throw malformed(path, `rule "${name}" without expr`);
  refuseEntries(rule, RULE_KEYS, path, `rule "${name}"`);
  return name;
}

function refuseEntries(entries: Readonly<Record<string, unknown>>, known: readonly string[], path: string, of: string) {
  for (const [key, value] of Object.entries(entries)) {
    if (!known.includes(key)) throw malformed(path, `${of} with a key "${key}"`);
    if (DURATION_KEYS.includes(key) && !DURATION.test(String(value))) {
      throw malformed(path, `${of} with ${key}: ${String(value)}, which is no duration`);
    }
    if (TEXT_MAP_KEYS.includes(key) && !isTextMap(value)) throw malformed(path, `${of} with ${key} that are no texts`);
  }
}

function isTextMap(value: unknown): boolean {
  return isMapping(value) && Object.values(value).every((text) => typeof text === "string");
}

function list(value: unknown, path: string, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw malformed(path, `no list of ${what}`);
}

function refuseSharedGroups(folder: string, files: readonly RuleFile[]): void {
  const seen = new Map<string, string>();
  for (const { file, group } of files.flatMap((file) => file.groups.map((group) => ({ file, group })))) {
    const first = seen.get(group.name);
    if (first !== undefined) throw sharedGroup(`${folder}/${file.name}`, `${folder}/${first}`, group.name);
    seen.set(group.name, file.name);
  }
}

function sharedGroup(path: string, first: string, group: string): Refusal {
  return new Refusal({
    setting: path,
    got: `a second group named "${group}"; the first is in ${first}`,
    wanted: "a name for each group that no other group has, in any file",
    because: "alerts, metrics and dashboards name a group without its file: nobody could tell the two apart",
    remedy: "rename one of the two groups",
  });
}

function malformed(where: string, got: string): Refusal {
  return new Refusal({
    setting: where,
    got,
    wanted: "a Loki rule file: groups, each with a name and rules, each with alert (or record) and expr",
    because: "one rule file that the ruler can't read keeps every rule of every file from loading",
    remedy: 'compare it with rules/log-alerts.yaml; "lokitool rules check" reads it as Loki does',
  });
}
