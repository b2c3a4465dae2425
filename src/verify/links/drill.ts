import { notMeasured } from "../../diagnostics/outcome";
import type { HttpService } from "../../kube/http-service";
import { poll } from "../../kube/poll";
import { Duration } from "../../units";
import { alertsWith, askAlertmanager } from "../alertmanager";
import type { VerifyLink } from "../context";
import { type Drill, FIRING, probeTime } from "../drill";
import { drillAccess } from "../drill/access";
import {
  type AlertSeen,
  ANOTHER,
  CLOCK,
  judgeDrill,
  NO_LINE,
  NO_RULER_ALERT,
  WRONG_ADDRESS,
} from "../drill-alert/judgement";
import { rulerSeen } from "../drill-alert/ruler";
import { askLoki } from "../loki/access";
import { NOT_RUN } from "../marker/causes";
import { NOT_TOLD } from "../notifications/causes";

/** The rule is evaluated every five seconds, and Loki sends what fires at once. */
const FIRED = Duration.seconds(30);

export const drill: VerifyLink = {
  id: "drill",
  title: "An alert on a line reaches Alertmanager",
  after: ["rules", "marker"],
  failure: "alerts",
  patience: Duration.minutes(2),
  access: (model, readOnly) => [askLoki(model), ...askAlertmanager(model, ["get"]), ...drillAccess(model, readOnly)],
  creates: true,
  causes: [NO_RULER_ALERT, CLOCK, NOT_TOLD, WRONG_ADDRESS, ANOTHER, NO_LINE, NOT_RUN],
  look: async (context, signal) => {
    if (context.alertmanager === null) return notMeasured('the settings say alertmanager: "none"');
    if (context.drill === null) return notMeasured("nothing may be made in this run");
    await context.drill.silenced(signal);
    const firing = (await context.drill.probes(signal)).filter(({ container }) => container === FIRING);
    const isWritten = firing.some(({ wroteAt }) => wroteAt !== null);
    const alert = isWritten ? await alertOf(context.alertmanager, context.drill, signal) : null;
    const ruler = isWritten && alert === null ? await rulerSeen(context, context.drill, signal) : null;
    return judgeDrill({ firing, alert, ruler });
  },
};

async function alertOf(alertmanager: HttpService, { marker }: Drill, signal: AbortSignal): Promise<AlertSeen | null> {
  const alerts = await poll({
    request: () => alertsWith(alertmanager, "marker", marker, signal),
    isEnough: (found) => found.length > 0,
    timeout: FIRED,
    signal,
  });
  if (alerts.length === 0) return null;
  return { seenAt: performance.now(), toldAt: Math.min(...alerts.map(probeTime)) };
}
