import type { V1ConfigMap } from "@kubernetes/client-node";
import { inNamespace } from "../../diagnostics/permission";
import { DATASOURCE_LABEL } from "../../grafana/datasource";
import { listAll } from "../../kube/lists";
import { Duration } from "../../units";
import type { PreflightContext, PreflightLink } from "../context";
import { LEFTOVER, OF_RELEASE } from "../datasource/causes";
import { judgeDatasources } from "../datasource/judgement";

/**
 * Nothing that Grafana's sidecar finds meets the plan's datasource. Only ConfigMaps in Grafana's namespace are read: a
 * sidecar may be told to look in Secrets and in the whole cluster, for which a preflight should need no rights.
 */
export const datasource: PreflightLink = {
  id: "datasource",
  title: "No other file gives Grafana a datasource of that name or uid",
  after: ["namespace"],
  failure: "grafana",
  patience: Duration.seconds(10),
  access: ({ grafana }) => [inNamespace(grafana.namespace, "configmaps", ["list"])],
  creates: false,
  causes: [OF_RELEASE, LEFTOVER],
  async look(context, signal) {
    return judgeDatasources(await configMapsOf(context, signal), context.deployment.model.grafana);
  },
};

async function configMapsOf(
  { cluster, deployment, inOwnNamespace }: PreflightContext,
  signal: AbortSignal,
): Promise<readonly V1ConfigMap[]> {
  const { grafana, namespace: own } = deployment.model;
  const at = { namespace: grafana.namespace, labelSelector: DATASOURCE_LABEL };
  const asked = listAll((page) => cluster.core(signal).listNamespacedConfigMap({ ...at, ...page }));
  return grafana.namespace === own.name ? ((await inOwnNamespace(asked)) ?? []) : asked;
}
