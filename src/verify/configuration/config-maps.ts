import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { ignoreNotFound } from "../../kube/errors";
import type { RenderedAlloy } from "../../stack/rendered-stack";
import type { VerifyContext } from "../context";
import type { SeenConfigMap } from "./judgement";
import { datasourceTexts, pipelineTexts, ruleTexts } from "./synthesized";

/** The ConfigMaps that the plan itself writes: rules, datasource, and the pipelines that the agents really mount. */
export function configMapsSeen(context: VerifyContext, signal: AbortSignal): Promise<readonly SeenConfigMap[]> {
  const { deployment, cluster } = context;
  const { namespace: own, loki, grafana } = deployment.model;
  const namespace = own.name;
  const apps = cluster.apps(signal);
  return Promise.all([
    read(context, { name: loki.rules.configMap, namespace, expected: ruleTexts(deployment) }, signal),
    mounted(context, deployment.agent, (name) => apps.readNamespacedDaemonSet({ name, namespace }), signal),
    ...(deployment.events === null
      ? []
      : [mounted(context, deployment.events, (name) => apps.readNamespacedDeployment({ name, namespace }), signal)]),
    read(
      context,
      { name: grafana.configMap, namespace: grafana.namespace, expected: datasourceTexts(deployment) },
      signal,
    ),
  ]);
}

async function read(
  { cluster }: VerifyContext,
  expected: Omit<SeenConfigMap, "configMap">,
  signal: AbortSignal,
): Promise<SeenConfigMap> {
  const { name, namespace } = expected;
  return {
    ...expected,
    configMap: await ignoreNotFound(cluster.core(signal).readNamespacedConfigMap({ name, namespace })),
  };
}

interface Workload {
  readonly spec?: { readonly template: V1PodTemplateSpec };
}

async function mounted(
  context: VerifyContext,
  alloy: RenderedAlloy,
  workload: (name: string) => Promise<Workload>,
  signal: AbortSignal,
): Promise<SeenConfigMap> {
  const expected = { namespace: context.deployment.model.namespace.name, expected: pipelineTexts(alloy) };
  const found = await ignoreNotFound(workload(alloy.release));
  const name = mountedName(found, `${alloy.configMap}-`);
  if (name === null) return { ...expected, name: `${alloy.configMap}-…`, configMap: null };
  return read(context, { ...expected, name }, signal);
}

/** The API server has written the end of the name. */
export function mountedName(workload: Workload | null, prefix: string): string | null {
  const volumes = workload?.spec?.template.spec?.volumes ?? [];
  return volumes.map(({ configMap }) => configMap?.name ?? "").find((name) => name.startsWith(prefix)) ?? null;
}
