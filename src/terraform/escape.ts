import { isPlainObject } from "../settings/plain-object";

/**
 * Text on its way to the cluster passes through template languages that would interpret parts of it. Each function
 * escapes text for one of them. Both take plain data and escape every text in it, keys included.
 */

/**
 * Escapes text for Terraform, which reads every string of its JSON as a template. (Terraform also normalizes text to
 * Unicode's composed form, NFC.)
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function escapeTerraform<T>(data: T): T;
export function escapeTerraform(data: unknown): unknown {
  // "$$" in a replacement is one dollar sign.
  return mapTexts(data, (text) => text.replaceAll("${", "$$${").replaceAll("%{", "%%{"));
}

/** Escapes text for Helm's tpl function, to which "{{" opens an action, inside and outside of quotes. */
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
