import { quoted } from "../settings/messages";
import { isValidText, objectName } from "../settings/validators";

/** A name of kubectl's short forms, before the name of a Service: "svc/alertmanager". */
const KIND = /^(svc|services?)\//;

/**
 * Reads the address of a Service, such as "http://alertmanager.monitoring.svc:9093". Users know Alertmanager by it.
 * @returns the keys of the setting as code; null if the text can't be the address of a Service
 */
export function alertmanagerFromText(text: string): Readonly<Record<string, string>> | null {
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
export function readAddress(text: string): Address | null {
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
