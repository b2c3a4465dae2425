import { inCluster, inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { EXISTS, FIRST_APPLY, MISSING, NO_GRAFANA, TAKEN_OVER, TERMINATING } from "../namespace/causes";
import { judgeGrafana, judgeNamespace } from "../namespace/judgement";
import { isDeployed } from "../owner";

/** The namespaces that the plan writes into. */
export const namespace: PreflightLink = {
  id: "namespace",
  title: "The namespace is there, or free to be made",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace }) => [inCluster("namespaces", ["get"]), inNamespace(namespace.name, "configmaps", ["get"])],
  creates: false,
  causes: [MISSING, EXISTS, FIRST_APPLY, TAKEN_OVER, TERMINATING, NO_GRAFANA],
  async look(context, signal) {
    const { deployment, cluster } = context;
    const { model } = deployment;
    const api = cluster.core(signal);
    const [own, grafana, deployed] = await Promise.all([
      ignoreNotFound(api.readNamespace({ name: model.namespace.name })),
      ignoreNotFound(api.readNamespace({ name: model.grafana.namespace })),
      isDeployed(context, signal),
    ]);
    return judgeNamespace(own, deployed, model.namespace) ?? judgeGrafana(grafana, model);
  },
};
