import { HttpError, type HttpService } from "../../kube/http-service";
import { Json } from "../../kube/json";

/** What came of asking Grafana. */
export interface Answer {
  /** Null where nothing answered. */
  readonly status: number | null;
  readonly text: string;
}

/** @throws the signal's reason where somebody ends the run */
export async function answerOf(service: HttpService, path: string, signal: AbortSignal): Promise<Answer> {
  try {
    return { status: 200, text: await service.request({ path, signal }) };
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, text: error.text };
    throw error;
  }
}

/** Grafana answers all of its API in JSON; null is somebody else's page. */
export function jsonOf({ text }: Answer): Json | null {
  try {
    return Json.parse(text);
  } catch {
    return null;
  }
}
