import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SettingsError } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { objectName, type TextValidator } from "../settings/validators";
import { alertmanagerFromText, readAddress } from "./alertmanager-text";
import type { FixtureFile } from "./fixtures/fixture";
import { type RuleFile, readRuleFile } from "./rule-file/rule-file";
import type { AlertmanagerSettings } from "./settings";

export interface AlertingModel {
  /** Null if the setting is "none": Loki evaluates the rules but sends no alerts. */
  readonly alertmanager: AlertmanagerModel | null;
  readonly files: readonly RuleFile[];
  /** The fixtures beside the rules. */
  readonly fixtures: readonly FixtureFile[];
}

export interface AlertmanagerModel {
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
  readonly url: string;
}

export function resolveAlertmanager(reader: SettingsReader<AlertmanagerSettings>, domain: string): AlertmanagerModel {
  const service = reader.text("service", serviceName);
  const namespace = reader.text("namespace", objectName);
  const port = reader.count("port", 9093, 1, 65_535);
  return { service, namespace, port, url: `http://${service}.${namespace}.svc.${domain}:${port}` };
}

/** Corrects "http://alertmanager.monitoring.svc:9093" to "alertmanager": the other parts are settings of their own. */
const serviceName: TextValidator = { ...objectName, correct: (text) => readAddress(text)?.service ?? "" };

/** The answers if the setting is missing, or something else than a Service or "none". */
export const alertmanagerHelp = {
  parse: alertmanagerFromText,
  source: '"kubectl get service -A" shows the Service',
  missing: {
    expected: 'a Service, as { service, namespace, port }, or "none"',
    why: "without it Loki evaluates every rule but sends no alert, and logs no error",
    remedy: 'write the Service that "kubectl get service -A" shows for Alertmanager, or "none" to send no alerts',
  },
};

/** File names that Loki's ruler loads and that are valid keys in a ConfigMap. */
const FILE_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]*\.ya?ml$/;

/**
 * Reads every rule file in a directory, sorted by name. A file keeps its problems, and the checks report all of them.
 * @param root the project's directory
 * @param folder the rules directory, relative to the root
 * @throws SettingsError if the directory contains no rule file, or a file name isn't a valid key in a ConfigMap
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
    got: names === null ? `"${folder}", which isn't a directory` : `"${folder}", which contains no .yaml file`,
    expected: "a directory with at least one rule file",
    why: "Loki would start without any alerts, and without an error",
    remedy: "add a rule file to it, or write the path of your rules directory (relative to main.ts)",
  });
}

function yamlFiles(path: string, folder: string): readonly string[] {
  const files = readdirSync(path).filter(
    (name) => /\.ya?ml$/i.test(name) && statSync(join(path, name), { throwIfNoEntry: false })?.isFile(),
  );
  const invalid = files.find((name) => !FILE_NAME.test(name));
  if (invalid !== undefined) throw invalidFileName(`${folder}/${invalid}`);
  return files.sort();
}

function invalidFileName(path: string): SettingsError {
  return new SettingsError({
    setting: path,
    got: "a file name with spaces, an upper-case extension or a leading dot",
    expected: "letters, digits, dots, dashes and underscores, ending in .yaml or .yml",
    why: "the name becomes a key of the rules ConfigMap, and an invalid key would leave out the file's rules",
    remedy: 'rename the file, for example to "my-rules.yaml", or move it out of the directory',
  });
}
