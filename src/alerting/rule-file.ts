import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { Refusal } from "../refusal";

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
  const names = existsSync(path) ? readdirSync(path).filter((name) => /\.ya?ml$/.test(name)) : null;
  if (names !== null && names.length > 0) return names.sort();
  throw new Refusal({
    setting: "alerting.rules",
    got: names === null ? `"${folder}", which does not exist` : `"${folder}", which holds no .yaml file`,
    wanted: "a folder with at least one rule file",
    because: "Loki would start without a single alert, and nothing would say so",
    remedy: "put a rule file into it, or name the folder that holds yours (relative to main.ts)",
  });
}

/**
 * Parses one rule file as strictly as the ruler does: one file that it can't read keeps every rule of every file from loading.
 * @param path how the person finds the file
 */
export function parseRuleFile(path: string, name: string, text: string): RuleFile {
  const document = parseDocument(text, { version: "1.1", prettyErrors: true });
  const [error] = document.errors;
  if (error) throw malformed(`${path}:${error.linePos?.[0].line ?? 1}`, error.message.split("\n")[0] ?? error.code);
  const content: unknown = document.toJS();
  if (!isRecord(content)) throw malformed(path, "no YAML mapping");
  const foreign = Object.keys(content).find((key) => key !== "groups");
  if (foreign !== undefined) throw malformed(path, `a key "${foreign}" at the top`);
  return { name, text, groups: list(content["groups"], path, "groups").map((group) => parseGroup(group, path)) };
}

function parseGroup(group: unknown, path: string): RuleGroup {
  const name = isRecord(group) ? group["name"] : undefined;
  if (!isRecord(group) || typeof name !== "string" || name === "") throw malformed(path, "a group without a name");
  return { name, rules: list(group["rules"], path, `rules of group "${name}"`).map((rule) => ruleName(rule, path)) };
}

function ruleName(rule: unknown, path: string): string {
  if (!isRecord(rule)) throw malformed(path, "a rule that is no mapping");
  const name = rule["alert"] ?? rule["record"];
  if (typeof name !== "string" || name === "") throw malformed(path, "a rule with neither alert nor record");
  if (typeof rule["expr"] !== "string" || rule["expr"] === "") throw malformed(path, `rule "${name}" without expr`);
  return name;
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
