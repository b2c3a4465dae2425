import type { V1ConfigMap } from "@kubernetes/client-node";
import { digestOf, PLAN_ANNOTATION } from "../digest";
import { inNamespace } from "../live/access";
import { unlessAbsent } from "../live/cluster/unless-absent";
import { type Broken, notDeployed, type Outcome } from "../live/outcome";
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
      inNamespace(model.namespace.name, "configmaps", ["get"]),
    ],
    look: async (context, signal) => {
      const outcome = await link.look(context, signal);
      if (outcome.status !== "broken") return outcome;
      return ofPlan(outcome, digestOf(context.deployment), await anyConfigMap(context, signal));
    },
  };
}

export function ofPlan(outcome: Broken, digest: string, configMap: V1ConfigMap | null): Outcome {
  if (configMap?.metadata?.annotations?.[PLAN_ANNOTATION] === digest) return outcome;
  return notDeployed(`${outcome.found}, where another plan is deployed, or none`);
}

/** The rules' is in every plan. */
function anyConfigMap({ cluster, deployment }: VerifyContext, signal: AbortSignal): Promise<V1ConfigMap | null> {
  const { namespace, loki } = deployment.model;
  const at = { name: loki.rules.configMap, namespace: namespace.name };
  return unlessAbsent(cluster.core(signal).readNamespacedConfigMap(at));
}
