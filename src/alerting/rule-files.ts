import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../settings/settings-error";
import { readRuleFile } from "./rule-file/read";
import type { RuleFile } from "./rule-file/rule-file";

/** What a file may be called as a key of a ConfigMap. */
const FILE_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]*\.ya?ml$/;

/**
 * Reads every rule file of a folder, in the order of their names. What is wrong in a file is kept with it: the checks
 * tell it, all of it at once.
 * @param root the project's folder
 * @param folder the rules folder, relative to it
 * @throws SettingsError where the folder has no rule file, or one that no ConfigMap can hold
 */
export function readRuleFiles(root: string, folder: string): readonly RuleFile[] {
  return ruleFileNames(root, folder).map((name) =>
    readRuleFile(`${folder}/${name}`, name, readFileSync(join(root, folder, name), "utf8")),
  );
}

function ruleFileNames(root: string, folder: string): readonly string[] {
  const path = join(root, folder);
  const names = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? yamlFiles(path, folder) : null;
  if (names !== null && names.length > 0) return names;
  throw new SettingsError({
    setting: "alerting.rules",
    got: names === null ? `"${folder}", which is no folder` : `"${folder}", which holds no .yaml file`,
    expected: "a folder with at least one rule file",
    why: "Loki would start without a single alert, and nothing would say so",
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

function unfitName(path: string): SettingsError {
  return new SettingsError({
    setting: path,
    got: "a file name with blanks, capital endings or a dot in front",
    expected: "letters, digits, dots, dashes and underscores, ending in .yaml or .yml",
    why: "the name becomes a key of the ConfigMap, which takes no others, and without it the rules would be missing",
    remedy: 'rename it, such as "my-rules.yaml", or move it out of the folder',
  });
}
