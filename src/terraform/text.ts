import { isPlainObject } from "../settings/plain-object";

/**
 * Text on its way to the cluster passes through languages that would read parts of it as their own. Each function
 * here writes text so that one of them hands it on as it was.
 */

/**
 * For Terraform, to which every string of its JSON is a template. (Terraform itself writes text in Unicode's composed
 * form, NFC.)
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function forTerraform(text: string): string {
  // In a replacement "$$" stands for one dollar sign.
  return text.replaceAll("${", "$$${").replaceAll("%{", "%%{");
}

/** A configuration of a resource with every text in it written for Terraform; whatever is no plain data stays as it is. */
export function escapeTerraform<T>(config: T): T;
export function escapeTerraform(config: unknown): unknown {
  return mapTexts(config, forTerraform);
}

/** For Helm's tpl function, to which "{{" opens an action, in whatever quotes the text will stand. */
export function forHelmTemplate(text: string): string {
  return text.replaceAll("{{", "{{`{{`}}");
}

/** Plain data with every text in it written for Helm's tpl function. */
export function forHelmTemplates(data: unknown): unknown {
  return mapTexts(data, forHelmTemplate);
}

/** Plain data with every text in it, keys among them, written anew. */
function mapTexts(data: unknown, write: (text: string) => string): unknown {
  if (typeof data === "string") return write(data);
  if (Array.isArray(data)) return data.map((item: unknown) => mapTexts(item, write));
  if (!isPlainObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [write(key), mapTexts(value, write)]));
}
