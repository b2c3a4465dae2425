import { Metrics } from "../diagnostics/metrics";
import { type Permission, throughProxy } from "../diagnostics/rbac";
import type { HttpService } from "../kube/http-service";
import { Json } from "../kube/json";
import type { Model } from "../model";
import { Duration } from "../units";

/** The permissions to request Alertmanager through the API server. None if the settings have no Alertmanager. */
export function alertmanagerPermissions({ alerting }: Model, verbs: readonly string[]): readonly Permission[] {
  if (alerting.alertmanager === null) return [];
  const { namespace, service, port } = alerting.alertmanager;
  return [throughProxy(namespace, service, port, verbs)];
}

/** Silences the alerts that have a label with a value. */
export interface Silence {
  readonly label: string;
  readonly value: string;
  readonly length: Duration;
  readonly comment: string;
}

/** How far this machine's clock may be ahead. Alertmanager starts the silence by its own clock. */
const MAX_LOCAL_CLOCK_AHEAD = Duration.hours(1);

/**
 * Creates a silence, and returns its id.
 * @see https://github.com/prometheus/alertmanager/blob/v0.31.1/api/v2/openapi.yaml
 */
export async function createSilence(
  alertmanager: HttpService,
  { label, value, length, comment }: Silence,
  signal: AbortSignal,
): Promise<string> {
  const now = Date.now();
  const body = {
    matchers: [{ name: label, value, isRegex: false, isEqual: true }],
    // Alertmanager replaces a past time by its own. With a future time, the silence would start too late.
    startsAt: new Date(now - MAX_LOCAL_CLOCK_AHEAD.toMilliseconds()).toISOString(),
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
 * When Alertmanager last received each alert with this label, silenced or not, by its own clock.
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
