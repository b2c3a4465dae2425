import { HttpError, type HttpService } from "../../kube/http-service";
import { Json } from "../../kube/json";

/** A rule as the ruler evaluates it. */
export interface LoadedRule {
  readonly file: string;
  readonly group: string;
  readonly name: string;
  /** "ok", "err", or "unknown" before its first evaluation. */
  readonly health: string;
  readonly lastError: string;
  /** In Loki's own notation. */
  readonly query: string;
  /** How long it waits before it fires ("for"). */
  readonly seconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The rules that the ruler evaluates. (loki/api/v1/rules tells what the files hold, and not what is loaded.) */
export async function loadedRules(loki: HttpService, signal: AbortSignal): Promise<readonly LoadedRule[]> {
  const answer = Json.parse(await loki.request({ path: "prometheus/api/v1/rules", signal }));
  return answer.at("data", "groups").items.flatMap((group) =>
    group.at("rules").items.map((rule) => ({
      file: group.at("file").text,
      group: group.at("name").text,
      name: rule.at("name").text,
      health: rule.at("health").text,
      lastError: rule.at("lastError").text,
      query: rule.at("query").text,
      seconds: rule.at("duration").number,
      labels: rule.at("labels").texts,
      annotations: rule.at("annotations").texts,
    })),
  );
}

/** Why the ruler can't read its rule files: one that is wrong keeps it from all; null where it can. */
export async function unreadableRules(loki: HttpService, signal: AbortSignal): Promise<string | null> {
  try {
    await loki.request({ path: "loki/api/v1/rules", signal });
    return null;
  } catch (error) {
    const isLokis = error instanceof HttpError && !error.byProxy && error.status !== null;
    // Without a single file it answers 404.
    if (isLokis && error.status !== 404) return error.text.trim();
    if (isLokis) return null;
    throw error;
  }
}

/** Whether the ruler holds an alert with this label. */
export async function hasRulerAlert(loki: HttpService, label: string, value: string, signal: AbortSignal) {
  const answer = Json.parse(await loki.request({ path: "prometheus/api/v1/alerts", signal }));
  return answer.at("data", "alerts").items.some((alert) => alert.at("labels", label).text === value);
}
