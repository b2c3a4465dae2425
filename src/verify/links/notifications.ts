import { setTimeout as sleep } from "node:timers/promises";
import type { HttpService } from "../../live/http-service";
import { notMeasured } from "../../live/outcome";
import { Duration } from "../../units";
import { alertmanagerMetrics, askAlertmanager } from "../alertmanager";
import type { VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { lokiMetrics } from "../loki/queries";
import { judgeNotifications, LOKI_FAILS, NOT_TOLD, RECEIVER_FAILS } from "../notifications/judgement";

/** As long as the drill's alert takes, which is looked at meanwhile. */
const BETWEEN = Duration.seconds(10);

export const notifications: VerifyLink = {
  id: "notifications",
  title: "Notifications don't fail",
  after: ["rules"],
  failure: "alerts",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model), ...askAlertmanager(model, ["get"])],
  creates: false,
  causes: [NOT_TOLD, LOKI_FAILS, RECEIVER_FAILS],
  look: async ({ deployment: { model }, loki, alertmanager }, signal) => {
    const told = model.alerting.alertmanager;
    if (alertmanager === null || told === null) return notMeasured('the settings say alertmanager: "none"');
    const before = await readings(loki, alertmanager, signal);
    await sleep(BETWEEN.toSeconds() * 1_000, undefined, { signal });
    const now = await readings(loki, alertmanager, signal);
    return judgeNotifications({
      loki: { before: before.loki, now: now.loki },
      alertmanager: { before: before.alertmanager, now: now.alertmanager },
      names: {
        namespace: model.namespace.name,
        release: model.loki.release,
        alertmanager: told.service,
        "alertmanager-namespace": told.namespace,
      },
    });
  },
};

async function readings(loki: HttpService, alertmanager: HttpService, signal: AbortSignal) {
  const [ofLoki, ofAlertmanager] = await Promise.all([
    lokiMetrics(loki, signal),
    alertmanagerMetrics(alertmanager, signal),
  ]);
  return { loki: ofLoki, alertmanager: ofAlertmanager };
}
