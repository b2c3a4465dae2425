import type { SettingsReader } from "../settings/settings-reader";
import { objectName, type TextValidator } from "../settings/validators";
import { alertmanagerFromText, readAddress } from "./alertmanager-text";
import type { FixtureFile } from "./fixtures/fixture";
import type { RuleDirectory } from "./rule-directory";
import type { AlertmanagerSettings } from "./settings";

export interface AlertingModel extends RuleDirectory {
  /** Null if the setting is "none": Loki evaluates the rules but sends no alerts. */
  readonly alertmanager: AlertmanagerModel | null;
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
