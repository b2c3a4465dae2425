import type { HttpService } from "../../live/http-service";
import { notMeasured } from "../../live/outcome";
import { poll } from "../../live/poll";
import type { Model } from "../../model";
import { Duration } from "../../units";
import { askAlertmanager, hasAlert } from "../alertmanager";
import type { VerifyLink } from "../context";
import { type Drill, FIRING } from "../drill";
import {
  ANOTHER,
  CLOCK,
  type DrillSeen,
  judgeDrill,
  NO_ALERTMANAGER,
  NO_RULER_ALERT,
  WRONG_ADDRESS,
} from "../drill-alert/judgement";
import { rulerSeen } from "../drill-alert/ruler";
import { askLoki } from "../loki/access";

/** The rule is evaluated every five seconds, and Loki sends what fires at once. */
const FIRED = Duration.seconds(30);

export const drill: VerifyLink = {
  id: "drill",
  title: "An alert on a line reaches Alertmanager",
  after: ["rules", "marker"],
  failure: "alerts",
  patience: Duration.minutes(2),
  access: (model) => [askLoki(model), ...askAlertmanager(model, ["get", "create", "delete"])],
  creates: true,
  causes: [NO_RULER_ALERT, CLOCK, NO_ALERTMANAGER, WRONG_ADDRESS, ANOTHER],
  look: async (context, signal) => {
    if (context.alertmanager === null) return notMeasured('the settings say alertmanager: "none"');
    if (context.drill === null) return notMeasured("nothing may be made in this run");
    await context.drill.silenced(signal);
    const firing = (await context.drill.probes(signal)).find(({ container }) => container === FIRING) ?? null;
    const names = namesOf(context.deployment.model);
    const isWritten = firing?.wroteAt != null;
    const alert = isWritten ? await alertOf(context.alertmanager, context.drill, signal) : UNSEEN;
    const ruler = isWritten && alert.seenAt === null ? await rulerSeen(context, context.drill.marker, signal) : null;
    return judgeDrill({ firing, ...alert, ruler, names });
  },
};

const UNSEEN: Pick<DrillSeen, "seenAt" | "atOnce"> = { seenAt: null, atOnce: false };

async function alertOf(alertmanager: HttpService, { marker }: Drill, signal: AbortSignal): Promise<typeof UNSEEN> {
  let looks = 0;
  const isThere = await poll({
    ask: async () => {
      looks += 1;
      return hasAlert(alertmanager, "marker", marker, signal);
    },
    isEnough: (found) => found,
    within: FIRED,
    signal,
  });
  return isThere ? { seenAt: performance.now(), atOnce: looks === 1 } : UNSEEN;
}

function namesOf({ namespace, loki, alerting: { alertmanager } }: Model) {
  return {
    namespace: namespace.name,
    release: loki.release,
    port: `${loki.service.httpPort}`,
    ...(alertmanager && { alertmanager: alertmanager.service, "alertmanager-namespace": alertmanager.namespace }),
  };
}
