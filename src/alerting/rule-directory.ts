import { lstatSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../settings/settings-error";
import { readRuleFileBytes, unreadableRuleFile } from "./rule-file/encoding";
import type { RuleFile } from "./rule-file/rule-file";

/** The content of the rules directory. */
export interface RuleDirectory {
  /** The files that the stack deploys, sorted by name. */
  readonly files: readonly RuleFile[];
  /** Everything else that isn't there by convention. */
  readonly ignored: readonly IgnoredEntry[];
}

/** A file or folder in the rules directory that the stack doesn't deploy. */
export interface IgnoredEntry {
  /** Its path relative to the project. */
  readonly path: string;
  /** Whether it certainly contains rules that are meant to be deployed. */
  readonly hasRules: boolean;
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}

/** File names that are valid keys in a ConfigMap. */
const FILE_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]{0,252}$/;
const YAML = /\.ya?ml$/;

/** Files that don't contain rules by convention, and files that editors and systems create. */
const NOISE = [
  /^(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|OWNERS|CODEOWNERS|Makefile)(?:\..*)?$/i,
  /\.(?:md|adoc|rst)$/i,
  /^\.(?:git\w*|editorconfig|yamllint|prettierrc|markdownlint|helmignore|DS_Store)(?:\..*)?$/,
  /^\.pre-commit-config\.yaml$/,
  /^(?:Thumbs\.db|desktop\.ini)$/i,
  // Lock and swap files of Emacs and Vim exist while a file is open.
  /^\.#|^#.*#$|^\..*\.sw[a-p]$/,
];

/** Suffixes of files that are kept, but not used. */
const RETIRED = /(?:~|\.(?:bak|backup|old|orig|rej|save|disabled|off|tmp|sample|example))$/i;

/**
 * Reads the rules directory. A file keeps its problems, and the checks report all of them.
 * @param root the project's directory
 * @param folder the rules directory, relative to the root
 * @throws SettingsError if there is no directory, or no rule file in it
 */
export function readRuleDirectory(root: string, folder: string): RuleDirectory {
  const path = join(root, folder);
  if (!stats(path)?.isDirectory()) throw withoutRules(`"${folder}", which isn't a directory`);
  const names = readdirSync(path).sort();
  const deployed = names.filter((name) => isDeployed(path, name));
  const others = names.filter((name) => !deployed.includes(name));
  const left = others.flatMap((name) => ignored(path, `${folder}/${name}`, name));
  const [misnamed] = left.filter(({ hasRules }) => hasRules);
  if (deployed.length === 0 && misnamed !== undefined) throw onlyIgnored(misnamed);
  if (deployed.length === 0) throw withoutRules(withoutFiles(folder, names));
  return { files: deployed.map((name) => readFile(path, `${folder}/${name}`, name)), ignored: left };
}

function isDeployed(directory: string, name: string): boolean {
  return FILE_NAME.test(name) && YAML.test(name) && (stats(join(directory, name))?.isFile() ?? false);
}

function withoutFiles(folder: string, names: readonly string[]): string {
  const others = names.filter((name) => !isNoise(name) && name !== "fixtures");
  const listed = others.length === 0 ? "" : ` (but ${others.slice(0, 3).join(", ")})`;
  return `"${folder}", which contains no .yaml file${listed}`;
}

const WITHOUT_ALERTS = "Loki would start without any alerts, and without an error";

/** All rules are in a file that the stack doesn't deploy. */
function onlyIgnored({ path, got, expected, remedy }: IgnoredEntry): SettingsError {
  return new SettingsError({ setting: path, got, expected, why: WITHOUT_ALERTS, remedy });
}

function withoutRules(got: string): SettingsError {
  return new SettingsError({
    setting: "alerting.rules",
    got,
    expected: "a directory with at least one rule file, whose name ends in .yaml or .yml",
    why: WITHOUT_ALERTS,
    remedy: "add a rule file to it, or write the path of your rules directory (relative to main.ts)",
  });
}

/** Follows links; null if there is nothing, or no permission. */
function stats(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function readFile(directory: string, path: string, name: string): RuleFile {
  try {
    return readRuleFileBytes(path, name, readFileSync(join(directory, name)));
  } catch (error) {
    if (error instanceof Error && "code" in error) return unreadableRuleFile(path, name, String(error.code));
    throw error;
  }
}

/** The bytes of a file; none if it can't be read. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function isNoise(name: string): boolean {
  return NOISE.some((pattern) => pattern.test(name));
}

const EXPECTED = "rule files, directly in the directory";

function ignored(directory: string, path: string, name: string): readonly IgnoredEntry[] {
  if (isNoise(name)) return [];
  const found = stats(join(directory, name));
  if (found === null) return [deadLink(directory, path, name)];
  if (found.isDirectory()) return ignoredFolder(join(directory, name), path, name);
  return found.isFile() ? [ignoredFile(join(directory, name), path, name)] : [];
}

function deadLink(directory: string, path: string, name: string): IgnoredEntry {
  const isLink = lstatSync(join(directory, name), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const got = isLink ? "a link that leads nowhere" : "a file that can't be read";
  return { path, hasRules: YAML.test(name), got, expected: EXPECTED, remedy: "correct the link, or delete it" };
}

function ignoredFile(file: string, path: string, name: string): IgnoredEntry {
  const rules = rulesIn(file, path, name);
  const isRetired = RETIRED.test(name);
  const hasRules = rules > 0 && !isRetired;
  const what =
    rules > 0
      ? `a file that isn't deployed, with ${rules} ${rules === 1 ? "rule" : "rules"}`
      : "a file that isn't deployed";
  const suggested = suggestedName(file.slice(0, -name.length - 1), name);
  if (YAML.test(name.toLowerCase())) {
    return {
      ...{ path, hasRules: hasRules || YAML.test(name) },
      got: `${what}, because of the file's name`,
      expected:
        "a name of letters, digits, dots, dashes and underscores that ends in .yaml or .yml, the key in the ConfigMap",
      remedy: `rename the file to ${suggested}`,
    };
  }
  const expected = "a name that ends in .yaml or .yml";
  if (isRetired)
    return { path, hasRules, got: what, expected, remedy: "move the file out of the directory, or delete it" };
  const remedy = rules > 0 ? `rename the file to ${suggested}` : "move the file out of the directory";
  return { path, hasRules, got: what, expected, remedy };
}

/** The number of rules in a file, whatever its name. Fixtures are long, so a file without a query isn't parsed. */
function rulesIn(file: string, path: string, name: string): number {
  const bytes = contentOf(file);
  if (!bytes.includes("expr")) return 0;
  const { groups } = readRuleFileBytes(path, name, bytes);
  return groups.reduce((sum, group) => sum + group.rules.length, 0);
}

/** A name with which the stack deploys the file, and which no other file has. */
function suggestedName(directory: string, name: string): string {
  const stem = name.replace(/\.(?:rules|ya?ml|json|txt|conf|alerts?)(?=\.|$)/gi, "").replace(/[^-._A-Za-z0-9]+/g, "-");
  const valid = stem.replace(/^[^A-Za-z0-9]+/, "").replace(/[-.]+$/, "") || "rules";
  for (let number = 1; ; number += 1) {
    const suggested = number === 1 ? `${valid}.yaml` : `${valid}-${number}.yaml`;
    if (stats(join(directory, suggested)) === null) return suggested;
  }
}

/** The deepest level of folders, and the largest number of files, in which rules are looked for. */
const DEEPEST = 5;
const MOST = 200;

function ignoredFolder(folder: string, path: string, name: string): readonly IgnoredEntry[] {
  const files = filesIn(folder, DEEPEST).slice(0, MOST);
  const withRules = files.filter((file) => YAML.test(file) && rulesIn(join(folder, file), path, file) > 0);
  const [first] = withRules;
  const [any] = files;
  if (name.startsWith(".") && first === undefined) return [];
  if (first !== undefined) {
    const number = withRules.length === 1 ? `${first}` : `${withRules.length} files, such as ${first}`;
    const got = `a folder that isn't deployed, with rules in ${number}`;
    return [
      {
        path,
        hasRules: true,
        got,
        expected: EXPECTED,
        remedy: "move the rule files out of the folder, into the directory itself",
      },
    ];
  }
  if (name === "fixtures" || any === undefined) return [];
  const got = `a folder that isn't deployed, with ${any}`;
  return [{ path, hasRules: false, got, expected: EXPECTED, remedy: "move the folder out of the directory" }];
}

/** The files in a folder and its folders, relative to it. Doesn't follow links to folders, which may lead back. */
function filesIn(folder: string, depth: number): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return isNoise(entry.name) ? [] : [entry.name];
    if (!entry.isDirectory() || depth === 0) return [];
    return filesIn(join(folder, entry.name), depth - 1).map((file) => `${entry.name}/${file}`);
  });
}
