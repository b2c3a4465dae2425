import type { V1ConfigMap } from "@kubernetes/client-node";
import { type Broken, notDeployed, type Outcome } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/permission";
import { ignoreNotFound } from "../kube/errors";
import type { Model } from "../model";
import { DIGEST_ANNOTATION, digestOf } from "../stack/digest";
import type { VerifyContext, VerifyLink } from "./context";

/**
 * For a link that compares the cluster with the settings that are here: where another plan is deployed, a difference is
 * no fault.
 */
export function unlessOfOtherPlan(link: VerifyLink): VerifyLink {
  return {
    ...link,
    access: (model, readOnly) => [
      ...link.access(model, readOnly),
      ...configMapsOf(model).map(({ namespace }) => inNamespace(namespace, "configmaps", ["get"])),
    ],
    look: async (context, signal) => {
      const outcome = await link.look(context, signal);
      if (outcome.status !== "broken") return outcome;
      return ofPlan(outcome, digestOf(context.deployment), await anyConfigMap(context, signal));
    },
  };
}

export function ofPlan(outcome: Broken, digest: string, configMap: V1ConfigMap | null): Outcome {
  if (configMap?.metadata?.annotations?.[DIGEST_ANNOTATION] === digest) return outcome;
  return notDeployed(`${outcome.found}, where another plan is deployed, or none`);
}

/** Where somebody has deleted one, another tells the plan. */
async function anyConfigMap({ cluster, deployment }: VerifyContext, signal: AbortSignal): Promise<V1ConfigMap | null> {
  const core = cluster.core(signal);
  const asked = configMapsOf(deployment.model).map((at) => ignoreNotFound(core.readNamespacedConfigMap(at)));
  return (await Promise.all(asked)).find((configMap) => configMap !== null) ?? null;
}

/** Those that every plan has, under names that are known. */
function configMapsOf({ namespace, loki, grafana }: Model) {
  return [
    { name: loki.rules.configMap, namespace: namespace.name },
    { name: grafana.configMap, namespace: grafana.namespace },
  ];
}
