import { SettingsError } from "../settings/settings-error";
import { SettingsReader } from "../settings/settings-reader";
import { objectName } from "../settings/validators";
import type { RuleFile } from "./rule-file/rule-file";
import type { AlertmanagerSettings } from "./settings";

export interface AlertingModel {
  /** Null where the settings say "none": rules are evaluated and tell nobody. */
  readonly alertmanager: AlertmanagerModel | null;
  readonly files: readonly RuleFile[];
}

export interface AlertmanagerModel {
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
  readonly url: string;
}

/** Reads who receives the alerts: a Service, or "none" said aloud, but never nothing by omission. */
export function resolveAlertmanager(value: unknown, domain: string): AlertmanagerModel | null {
  if (value === "none") return null;
  if (value === undefined || value === "") throw nobody(value);
  return SettingsReader.read<AlertmanagerSettings, AlertmanagerModel>(value, "alertmanager", (reader) => {
    const service = reader.text("service", objectName);
    const namespace = reader.text("namespace", objectName);
    const port = reader.count("port", 9093, 1, 65_535);
    return { service, namespace, port, url: `http://${service}.${namespace}.svc.${domain}:${port}` };
  });
}

function nobody(value: unknown): SettingsError {
  return new SettingsError({
    setting: "alertmanager",
    got: value === "" ? "an empty text" : "nothing",
    expected: 'a Service, as { service, namespace, port }, or "none"',
    why: "without it Loki evaluates every rule, and every alert is delivered to nobody, without an error anywhere",
    remedy: 'write the Service that "kubectl get service -A" shows for Alertmanager, or "none" if nobody shall be told',
  });
}
