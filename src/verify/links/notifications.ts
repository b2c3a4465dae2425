import { setTimeout as sleep } from "node:timers/promises";
import { notMeasured } from "../../diagnostics/outcome";
import { Duration } from "../../units";
import { alertmanagerMetrics, askAlertmanager } from "../alertmanager";
import type { VerifyLink } from "../context";
import { askLoki } from "../loki/access";
import { lokiMetrics } from "../loki/queries";
import { LOKI_FAILS, NOT_TOLD, RECEIVER_FAILED, RECEIVER_FAILS } from "../notifications/causes";
import { judgeNotifications } from "../notifications/judgement";
import { readAgain } from "../notifications/replica";

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
  causes: [NOT_TOLD, LOKI_FAILS, RECEIVER_FAILS, RECEIVER_FAILED],
  look: async ({ loki, alertmanager }, signal) => {
    if (alertmanager === null) return notMeasured('the settings say alertmanager: "none"');
    const askLokiNow = () => lokiMetrics(loki, signal);
    const askReplica = () => alertmanagerMetrics(alertmanager, signal);
    const [ofLoki, ofReplica] = await Promise.all([askLokiNow(), askReplica()]);
    await sleep(BETWEEN.toMilliseconds(), undefined, { signal });
    return judgeNotifications({
      loki: { before: ofLoki, now: await askLokiNow() },
      alertmanager: await readAgain(ofReplica, askReplica),
      between: BETWEEN,
    });
  },
};
