import type { V1Service } from "@kubernetes/client-node";
import type { AlertmanagerModel } from "../../alerting/model";
import { inNamespace, throughProxy } from "../../live/access";
import type { Cause } from "../../live/cause";
import { readStatus } from "../../live/cluster/status";
import { HttpFailure, type HttpService } from "../../live/http-service";
import { broken, holds, notMeasured, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";
import { isMapping } from "../../mapping";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";

const OTHER_NAME: Cause = {
  cause: "The Service has another name: a Helm release puts its own name in front of its Services'.",
  next: "kubectl get services -A | grep -i alertmanager",
};
const OTHER_PORT: Cause = {
  cause: "The Service has another port than the one in main.ts.",
  next: "kubectl get service -n <namespace> <service>",
};
const NO_POD: Cause = {
  cause: "No pod of the Alertmanager is ready, or the Service selects none.",
  next: "kubectl describe service -n <namespace> <service> | grep -E 'Selector|Endpoints'",
};
const NOT_REACHED: Cause = {
  cause:
    "The Service's target port isn't the one on which the Alertmanager listens, or a network policy keeps others out.",
  next: "kubectl get endpoints,networkpolicies -n <namespace>",
};
const PREFIX: Cause = {
  cause: "The Alertmanager answers below a path (--web.route-prefix), and Loki sends alerts to none.",
  next: "kubectl get pods -n <namespace> -o yaml | grep -- --web",
};
const SOMEBODY_ELSE: Cause = {
  cause: "Something else than an Alertmanager listens on that port: a gateway, a mesh's proxy, another program.",
  next: "kubectl describe service -n <namespace> <service>",
};
const GUARDED: Cause = {
  cause: "The Alertmanager takes alerts only over TLS or with a password (--web.config.file), and Loki sends neither.",
  next: "kubectl get pods -n <namespace> -o yaml | grep -- --web.config",
};

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
  causes: [OTHER_NAME, OTHER_PORT, NO_POD, NOT_REACHED, PREFIX, SOMEBODY_ELSE, GUARDED],
  async look({ deployment, cluster }, signal) {
    const { alertmanager } = deployment.model.alerting;
    if (alertmanager === null) return notMeasured('alertmanager is "none": nobody is told');
    const { namespace, service, port } = alertmanager;
    const { items } = await cluster.core(signal).listNamespacedService({ namespace });
    return (
      judgeServices(items, alertmanager) ?? (await ask(cluster.service(namespace, service, port), alertmanager, signal))
    );
  },
};

async function ask(service: HttpService, alertmanager: AlertmanagerModel, signal: AbortSignal): Promise<Outcome> {
  try {
    return judgeStatus(await service.request({ path: "api/v2/status", signal }), alertmanager);
  } catch (error) {
    if (error instanceof HttpFailure) return judgeFailure(error, alertmanager);
    throw error;
  }
}

/** @returns null where it is worth asking the Service */
export function judgeServices(services: readonly V1Service[], alertmanager: AlertmanagerModel): Outcome | null {
  const { service, namespace, port } = alertmanager;
  const names = { namespace, service };
  const found = services.find(({ metadata }) => metadata?.name === service);
  if (found === undefined) {
    const similar = services
      .flatMap(({ metadata }) => metadata?.name ?? [])
      .filter((name) => /alertmanager/i.test(name));
    return broken({
      found: similar.length === 0 ? `no Service in "${namespace}" is called so` : `only ${similar.join(", ")}`,
      wanted: `a Service "${service}" in namespace "${namespace}"`,
      causes: [OTHER_NAME],
      names,
    });
  }
  if (found.spec?.type === "ExternalName")
    return notMeasured(
      `the Service leads out of the cluster, to ${found.spec.externalName}, where the API server doesn't`,
    );
  const ports = (found.spec?.ports ?? []).map((each) => each.port);
  if (ports.includes(port)) return null;
  return broken({ found: `ports ${ports.join(", ")}`, wanted: `port ${port}`, causes: [OTHER_PORT], names });
}

/** @param answer of Alertmanager's api/v2/status */
export function judgeStatus(answer: string, alertmanager: AlertmanagerModel): Outcome {
  const version = versionIn(answer);
  if (version !== null) return holds(`Alertmanager ${version}`);
  return faulty("an answer that no Alertmanager gives", alertmanager, [SOMEBODY_ELSE, PREFIX]);
}

/** @throws the failure itself where the API server has refused, and the Alertmanager was never asked */
export function judgeFailure(failure: HttpFailure, alertmanager: AlertmanagerModel): Outcome {
  const { status, byProxy } = failure;
  const text = oneLine(readStatus(failure.text)?.message ?? failure.text);
  if (status === null || (byProxy && (status === 401 || status === 403))) throw failure;
  // The Service is there: what isn't found are its endpoints.
  if (byProxy && (status === 404 || text.includes("no endpoints available")))
    return faulty("no ready pod", alertmanager, [NO_POD]);
  if (byProxy) return faulty(`no answer: ${text}`, alertmanager, [NOT_REACHED, NO_POD, GUARDED]);
  if (status === 404) return faulty("HTTP 404", alertmanager, [PREFIX, SOMEBODY_ELSE]);
  return faulty(`HTTP ${status}`, alertmanager, [GUARDED, SOMEBODY_ELSE]);
}

function faulty(found: string, { namespace, service }: AlertmanagerModel, causes: readonly Cause[]): Outcome {
  return broken({ found, wanted: "what an Alertmanager answers", causes, names: { namespace, service } });
}

function versionIn(answer: string): string | null {
  try {
    const status: unknown = JSON.parse(answer);
    const info = isMapping(status) ? status["versionInfo"] : null;
    const version = isMapping(info) ? info["version"] : null;
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}
