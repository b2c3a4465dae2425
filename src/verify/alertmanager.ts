import { Metrics } from "../diagnostics/metrics";
import { type Access, throughProxy } from "../diagnostics/permission";
import type { HttpService } from "../kube/http-service";
import { Json } from "../kube/json";
import type { Model } from "../model";
import { Duration } from "../units";

/** To ask Alertmanager through the API server, where alerts tell somebody. */
export function askAlertmanager({ alerting }: Model, verbs: readonly string[]): readonly Access[] {
  if (alerting.alertmanager === null) return [];
  const { namespace, service, port } = alerting.alertmanager;
  return [throughProxy(namespace, service, port, verbs)];
}

export interface Silence {
  readonly label: string;
  readonly value: string;
  readonly length: Duration;
  readonly comment: string;
}

/** So much may this machine's clock be ahead of Alertmanager's. */
const CLOCKS = Duration.hours(1);

/** @returns its id @see https://github.com/prometheus/alertmanager/blob/v0.31.1/api/v2/openapi.yaml */
export async function silence(alertmanager: HttpService, expected: Silence, signal: AbortSignal): Promise<string> {
  const { label, value, length, comment } = expected;
  const now = Date.now();
  const body = {
    matchers: [{ name: label, value, isRegex: false, isEqual: true }],
    // Alertmanager takes its own time for one that is past; by a clock ahead of it the silence would come too late.
    startsAt: new Date(now - CLOCKS.toMilliseconds()).toISOString(),
    endsAt: new Date(now + length.toMilliseconds()).toISOString(),
    createdBy: "log-collection verify",
    comment,
  };
  const answer = await alertmanager.request({ path: "api/v2/silences", method: "POST", body, signal });
  return Json.parse(answer).at("silenceID").text;
}

export async function removeSilence(alertmanager: HttpService, id: string, signal: AbortSignal): Promise<void> {
  await alertmanager.request({ path: `api/v2/silence/${id}`, method: "DELETE", signal });
}

/**
 * When it was last told of each alert with this label, silenced or not, by its own clock.
 * @see https://github.com/prometheus/alertmanager/blob/v0.31.1/api/v2/openapi.yaml
 */
export async function alertsWith(alertmanager: HttpService, label: string, value: string, signal: AbortSignal) {
  const query = { filter: `${label}="${value}"`, silenced: "true", inhibited: "true", active: "true" };
  const answer = await alertmanager.request({ path: "api/v2/alerts", query, signal });
  return Json.parse(answer).items.map((alert) => new Date(alert.at("updatedAt").text));
}

export async function alertmanagerMetrics(alertmanager: HttpService, signal: AbortSignal): Promise<Metrics> {
  return new Metrics(await alertmanager.request({ path: "metrics", signal }));
}
