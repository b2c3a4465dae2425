import { alertmanagerService } from "../diagnostics/alertmanager";
import type { Names } from "../diagnostics/cause";
import type { Inspection, Made } from "../diagnostics/inspection";
import { memoize } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { directService, type HttpService } from "../kube/http-service";
import { memoizedNodes } from "../kube/lists";
import { LOKI } from "../loki/layout";
import type { Model } from "../model";
import type { RenderedStack } from "../stack/rendered-stack";
import { links } from ".";
import type { VerifyContext } from "./context";
import type { Drill } from "./drill";
import { LogPathDrill } from "./drill/log-path-drill";
import { DRILL_LABEL } from "./drill/pod";
import { grafanaService } from "./grafana";
import { settledOnce } from "./kubernetes/agent-nodes";
import { lokiMetrics } from "./loki/queries";
import { success } from "./success";

/** Where services answer that are not to be asked through the API server; null where nobody said so. */
export interface Urls {
  readonly loki: string | null;
  readonly alertmanager: string | null;
  readonly grafana: string | null;
}

/** Whether what is deployed works, followed from a line to its alert. */
export function verification(deployment: RenderedStack, urls: Urls, readOnly: boolean): Inspection<VerifyContext> {
  return {
    command: "verify",
    names: namesOf(deployment.model),
    links,
    success,
    begin: (cluster, signal) => {
      const context = contextOf(cluster, { deployment, urls, readOnly, signal });
      return { context, made: context.drill && madeBy(context.drill, cluster) };
    },
  };
}

/** What causes call by a placeholder whatever was seen: links name the rest. */
function namesOf({ namespace, loki, alloy, alerting: { alertmanager } }: Model): Names {
  return {
    namespace: namespace.name,
    release: loki.release,
    port: `${loki.service.httpPort}`,
    "config-map": loki.rules.configMap,
    agent: alloy.agent.release,
    ...(alloy.events && { events: alloy.events.release }),
    ...(alertmanager && { alertmanager: alertmanager.service, "alertmanager-namespace": alertmanager.namespace }),
  };
}

interface Wanted {
  readonly deployment: RenderedStack;
  readonly urls: Urls;
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
}

function contextOf(cluster: Cluster, { deployment, urls, readOnly, signal }: Wanted): VerifyContext {
  const { model } = deployment;
  const core = (until: AbortSignal) => cluster.core(until);
  const nodes = memoizedNodes(cluster, signal);
  const agentNodes = settledOnce(nodes);
  const to = model.alerting.alertmanager;
  const alertmanager = to && alertmanagerService(cluster, to, urls.alertmanager);
  const loki = lokiOf(cluster, model, urls.loki);
  return {
    deployment,
    cluster,
    loki,
    lokiBefore: memoize(() => lokiMetrics(loki, signal)),
    alertmanager,
    grafana: urls.grafana === null ? null : grafanaService(urls.grafana, process.env),
    drill: readOnly ? null : new LogPathDrill({ core, model, nodes: agentNodes, alertmanager }),
    nodes,
    agentNodes,
  };
}

function madeBy(drill: Drill, { tools: { kubectl } }: Cluster): Made {
  const { namespace, marker } = drill;
  return {
    byHand: `${kubectl} --namespace ${namespace} delete pods --selector ${DRILL_LABEL}=${marker}`,
    remove: () => drill.end(),
  };
}

function lokiOf(cluster: Cluster, { namespace, loki: { service } }: Model, url: string | null): HttpService {
  return url === null ? cluster.service(namespace.name, LOKI, service.httpPort) : directService(url);
}
