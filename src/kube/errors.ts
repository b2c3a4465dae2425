import { isNativeError } from "node:util/types";
import { isPlainObject } from "../settings/plain-object";

/**
 * The object that Kubernetes returns for a failed request.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
 */
export interface Status {
  readonly code: number;
  /** The machine-readable reason, such as "NotFound" or "Forbidden". */
  readonly reason: string;
  readonly message: string;
}

/** Parses a response body as a Status. Returns null for any other text. */
export function readStatus(text: string): Status | null {
  const status = readJson(text);
  if (!isPlainObject(status) || status["kind"] !== "Status" || status["apiVersion"] !== "v1") return null;
  const { code, reason, message } = status;
  return { code: Number(code), reason: String(reason ?? ""), message: String(message ?? "") };
}

/**
 * Returns the Status behind an ApiException of the client library, or null for any other error.
 * It recognizes the error by its properties, because importing the class would load the library.
 */
export function statusOf(error: unknown): Status | null {
  if (!isNativeError(error) || !("code" in error) || !("body" in error)) return null;
  const { code, body } = error;
  if (typeof code !== "number") return null;
  const status = typeof body === "string" ? readStatus(body) : null;
  return status ?? { code, reason: "", message: typeof body === "string" ? body : "" };
}

/** Returns null instead of throwing if the API server responds with 404. */
export async function ignoreNotFound<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (statusOf(error)?.code === 404) return null;
    throw error;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
