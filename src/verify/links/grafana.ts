import { notMeasured } from "../../diagnostics/outcome";
import { inNamespace } from "../../diagnostics/permission";
import type { GrafanaModel } from "../../grafana/model";
import type { Cluster } from "../../kube/cluster";
import { ignoreNotFound } from "../../kube/errors";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { askGrafana } from "../grafana-datasource/asked";
import {
  BEHIND_LOGIN,
  ENDED,
  ILL,
  LOKI_UNREACHED,
  NO_LABEL,
  NO_ROLE,
  NO_WAY_TO_LOKI,
  NOT_FOUND_BY_SIDECAR,
  NOT_READ_AGAIN,
  OTHER_ADDRESS,
  OTHER_DATASOURCE,
  OTHER_DOMAIN,
  OTHER_FILE,
  REFUSED_FILES,
  UNREACHED,
  WRONG_LOGIN,
  WRONG_PASSWORD,
} from "../grafana-datasource/causes";
import { judgeConfigMap } from "../grafana-datasource/judgement";

export const grafana: VerifyLink = {
  id: "grafana",
  title: "Grafana's datasource is healthy",
  after: ["api-server"],
  failure: "grafana",
  // Grafana itself waits for Loki for 30 s, and says so then.
  patience: Duration.seconds(40),
  access: ({ grafana: { namespace } }) => [inNamespace(namespace, "configmaps", ["get"])],
  creates: false,
  causes: [
    NO_LABEL,
    NOT_FOUND_BY_SIDECAR,
    NOT_READ_AGAIN,
    REFUSED_FILES,
    OTHER_DATASOURCE,
    OTHER_FILE,
    LOKI_UNREACHED,
    NO_WAY_TO_LOKI,
    OTHER_DOMAIN,
    WRONG_PASSWORD,
    WRONG_LOGIN,
    NO_ROLE,
    BEHIND_LOGIN,
    OTHER_ADDRESS,
    UNREACHED,
    ENDED,
    ILL,
  ],
  look: async ({ deployment, cluster, grafana: service }, signal) => {
    const { grafana: model } = deployment.model;
    const fault = judgeConfigMap(await labelsOf(cluster, model, signal));
    if (fault !== null) return fault;
    return service === null ? notMeasured(HOW) : askGrafana(service, model, signal);
  },
};

const HOW =
  "Grafana asks who wants to know: give its address with --grafana-url, and in GRAFANA_TOKEN a token of a service account, for which the role Viewer suffices";

async function labelsOf(cluster: Cluster, { configMap, namespace }: GrafanaModel, signal: AbortSignal) {
  const found = await ignoreNotFound(cluster.core(signal).readNamespacedConfigMap({ name: configMap, namespace }));
  return found && (found.metadata?.labels ?? {});
}
