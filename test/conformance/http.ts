import { Json } from "../../src/kube/json";

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
  return Json.parse(await getText(url));
}
