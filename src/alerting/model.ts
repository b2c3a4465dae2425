import { quoted } from "../settings/messages";
import type { SettingsReader } from "../settings/settings-reader";
import { isValidText, objectName, type TextValidator } from "../settings/validators";
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

/** A name of kubectl's short forms, before the name of a Service: "svc/alertmanager". */
const KIND = /^(svc|services?)\//;

/**
 * Reads the address of a Service, such as "http://alertmanager.monitoring.svc:9093". Users know Alertmanager by it.
 * @returns the keys of the setting as code; null if the text can't be the address of a Service
 */
function alertmanagerFromText(text: string): Readonly<Record<string, string>> | null {
  const address = readAddress(text);
  if (address === null) return null;
  const { service, namespace, port } = address;
  return { service: quoted(service), namespace: quoted(namespace), ...(port !== "" && { port }) };
}

interface Address {
  readonly service: string;
  readonly namespace: string;
  /** Empty if the text has none. */
  readonly port: string;
}

/** Returns the parts of the address. Null if the text can't be the address of a Service. */
function readAddress(text: string): Address | null {
  const address = text.replace(KIND, "");
  const url = /^https?:\/\//.test(address) ? address : `http://${address}`;
  if (!URL.canParse(url)) return null;
  const { hostname, port } = new URL(url);
  const [service = "", namespace = DEFAULT_NAMESPACE, svc = "svc"] = hostname.split(".");
  // Kubernetes names contain letters; an address of numbers belongs to no Service. A third part is the word "svc".
  const isService = svc === "svc" && service !== "localhost" && [service, namespace].every(isServiceName);
  return isService ? { service, namespace, port } : null;
}

/** The usual namespace of Alertmanager, if the address leaves it out. */
const DEFAULT_NAMESPACE = "monitoring";

function isServiceName(name: string): boolean {
  return isValidText(name, objectName) && /[a-z]/.test(name);
}
