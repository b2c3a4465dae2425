import { isMapping } from "../../src/mapping";
import type { Texts } from "../alerting/rule-fixture";

/** What the address answers, or nothing where it doesn't. */
export function get(url: string): Promise<string> {
  return getText(url).catch(() => "");
}

/** @throws Error where the address doesn't answer, or tells of an error */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
  return text;
}

/** What the address answers as JSON. */
export async function getJson(url: string): Promise<Json> {
  // Not response.json(): its objects are not those of the world in which Jest runs the tests.
  return new Json(JSON.parse(await getText(url)));
}

/** A JSON value of which nothing is known yet. What isn't there is read as nothing. */
export class Json {
  constructor(private readonly value: unknown) {}

  at(...keys: readonly string[]): Json {
    return keys.reduce<Json>((json, key) => new Json(isMapping(json.value) ? json.value[key] : undefined), this);
  }

  get items(): readonly Json[] {
    return Array.isArray(this.value) ? this.value.map((item: unknown) => new Json(item)) : [];
  }

  get text(): string {
    return typeof this.value === "string" ? this.value : "";
  }

  get texts(): Texts {
    return isMapping(this.value)
      ? Object.fromEntries(Object.keys(this.value).map((key) => [key, this.at(key).text]))
      : {};
  }
}
