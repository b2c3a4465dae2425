import { isPlainObject } from "../settings/plain-object";

/**
 * Strings on their way to the cluster pass through template languages that would interpret parts of them. Each function
 * escapes for one of these languages. Both take plain data and escape every string in it, including keys.
 */

/**
 * Escapes strings for Terraform, which reads every string of its JSON as a template. (Terraform also normalizes strings
 * to Unicode's composed form, NFC.)
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function escapeTerraform<T>(data: T): T;
export function escapeTerraform(data: unknown): unknown {
  // In a replacement string, "$$" is one dollar sign.
  return mapTexts(data, (text) => text.replaceAll("${", "$$${").replaceAll("%{", "%%{"));
}

/** Escapes strings for Helm's tpl function, in which "{{" starts an action, even inside quotes. */
export function escapeHelm<T>(data: T): T;
export function escapeHelm(data: unknown): unknown {
  return mapTexts(data, (text) => text.replaceAll("{{", "{{`{{`}}"));
}

function mapTexts(data: unknown, write: (text: string) => string): unknown {
  if (typeof data === "string") return write(data);
  if (Array.isArray(data)) return data.map((item: unknown) => mapTexts(item, write));
  if (!isPlainObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [write(key), mapTexts(value, write)]));
}
