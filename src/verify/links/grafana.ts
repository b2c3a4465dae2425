import type { GrafanaModel } from "../../grafana/model";
import { inNamespace } from "../../live/access";
import type { Cluster } from "../../live/cluster/cluster";
import { unlessAbsent } from "../../live/cluster/unless-absent";
import { HttpFailure, type HttpService } from "../../live/http-service";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import {
  type Health,
  judgeDatasource,
  LOKI_UNREACHED,
  NO_LABEL,
  NOT_FOUND_BY_SIDECAR,
  NOT_READ_AGAIN,
  WRONG_LOGIN,
} from "../grafana-datasource/judgement";

export const grafana: VerifyLink = {
  id: "grafana",
  title: "Grafana's datasource is healthy",
  after: ["api-server"],
  failure: "grafana",
  patience: Duration.seconds(30),
  access: ({ grafana: { namespace } }) => [inNamespace(namespace, "configmaps", ["get"])],
  creates: false,
  causes: [NO_LABEL, NOT_FOUND_BY_SIDECAR, NOT_READ_AGAIN, LOKI_UNREACHED, WRONG_LOGIN],
  look: async (context, signal) => {
    const { grafana: model } = context.deployment.model;
    const { namespace, uid, url } = model;
    return judgeDatasource({
      labels: await labelsOf(context.cluster, model, signal),
      health: context.grafana && (await healthOf(context.grafana, uid, signal)),
      uid,
      names: { namespace, url },
    });
  },
};

async function labelsOf(cluster: Cluster, { configMap, namespace }: GrafanaModel, signal: AbortSignal) {
  const found = await unlessAbsent(cluster.core(signal).readNamespacedConfigMap({ name: configMap, namespace }));
  return found && (found.metadata?.labels ?? {});
}

/** @see https://grafana.com/docs/grafana/latest/developers/http_api/data_source/#check-data-source-health */
async function healthOf(service: HttpService, uid: string, signal: AbortSignal): Promise<Health> {
  try {
    return { status: 200, text: await service.request({ path: `api/datasources/uid/${uid}/health`, signal }) };
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.status === null) throw error;
    return { status: error.status, text: error.text };
  }
}
