import type { Answer } from "./http-request";
import type { HttpRequest } from "./http-service";

/** The parts of a request that don't hang on the way it takes. */
export interface HttpMessage {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export function messageOf({ method = "GET", body, headers = {} }: HttpRequest): HttpMessage {
  if (body === undefined) return { method, headers, body };
  return { method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The request's address below a base, whose path stays. */
export function addressOf(base: string, { path, query = {} }: HttpRequest): URL {
  const url = new URL(`${base.replace(/\/+$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url;
}

export function isGood({ status }: Answer): boolean {
  return status >= 200 && status <= 299;
}
