import type { AlertmanagerModel } from "../../alerting/model";
import { alertmanagerService } from "../../diagnostics/alertmanager";
import { notMeasured, type Outcome } from "../../diagnostics/outcome";
import { inNamespace, throughProxy } from "../../diagnostics/permission";
import { withTimeout } from "../../kube/async";
import { HttpError, type HttpService } from "../../kube/http-service";
import { Duration } from "../../units";
import {
  GUARDED,
  NO_POD,
  NO_WAY,
  NOT_REACHED,
  OTHER_NAME,
  OTHER_PORT,
  PREFIX,
  SOMEBODY_ELSE,
} from "../alertmanager/causes";
import { judgeFailure, judgeServices, judgeStatus } from "../alertmanager/judgement";
import type { PreflightLink } from "../context";

/** Where alerts go exists, and is what it should be. */
export const alertmanager: PreflightLink = {
  id: "alertmanager",
  title: "The Alertmanager is there and answers",
  after: ["api-server"],
  failure: "alerts",
  patience: Duration.seconds(15),
  access: ({ alerting }) =>
    alerting.alertmanager === null
      ? []
      : [
          inNamespace(alerting.alertmanager.namespace, "services", ["list"]),
          throughProxy(alerting.alertmanager.namespace, alerting.alertmanager.service, alerting.alertmanager.port, [
            "get",
          ]),
        ],
  creates: false,
  causes: [OTHER_NAME, OTHER_PORT, NO_POD, NOT_REACHED, NO_WAY, PREFIX, SOMEBODY_ELSE, GUARDED],
  async look({ deployment, cluster, alertmanagerUrl }, signal) {
    const { alertmanager } = deployment.model.alerting;
    if (alertmanager === null) return notMeasured('alertmanager is "none": nobody is told');
    const { namespace } = alertmanager;
    const { items } = await cluster.core(signal).listNamespacedService({ namespace });
    const fault = judgeServices(items, alertmanager, alertmanagerUrl);
    return fault ?? (await ask(alertmanagerService(cluster, alertmanager, alertmanagerUrl), alertmanager, signal));
  },
};

/** Less than the link's patience, in which the API server's proxy would go on trying. */
const ANSWER = Duration.seconds(8);

async function ask(service: HttpService, alertmanager: AlertmanagerModel, signal: AbortSignal): Promise<Outcome> {
  try {
    return judgeStatus(
      await service.request({ path: "api/v2/status", signal: withTimeout(signal, ANSWER) }),
      alertmanager,
    );
  } catch (error) {
    if (error instanceof HttpError) return judgeFailure(error, alertmanager);
    throw error;
  }
}
