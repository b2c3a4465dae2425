import { isNativeError } from "node:util/types";
import { isPlainObject } from "../settings/plain-object";

/** What Kubernetes answers where it doesn't do as asked. */
export interface Status {
  readonly code: number;
  /** A word for programs: "NotFound", "Forbidden". */
  readonly reason: string;
  readonly message: string;
}

/** The Status that a text holds; null where it holds something else. */
export function readStatus(text: string): Status | null {
  const answer = readJson(text);
  if (!isPlainObject(answer) || answer["kind"] !== "Status" || answer["apiVersion"] !== "v1") return null;
  const { code, reason, message } = answer;
  return { code: Number(code), reason: String(reason ?? ""), message: String(message ?? "") };
}

/**
 * The Status with which the client library's error came; null where the error is none of its own. Its class can't be
 * named here: the library is loaded only where a cluster is asked.
 */
export function statusOf(error: unknown): Status | null {
  if (!isNativeError(error) || !("code" in error) || !("body" in error)) return null;
  const { code, body } = error;
  if (typeof code !== "number") return null;
  const status = typeof body === "string" ? readStatus(body) : null;
  return status ?? { code, reason: "", message: typeof body === "string" ? body : "" };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
