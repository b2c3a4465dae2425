import type { V1ConfigMap } from "@kubernetes/client-node";
import type { AnalyzedDiagnostic } from "../diagnostics/diagnostic";
import { notDeployed, type Outcome } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { ignoreNotFound } from "../kube/errors";
import type { Model } from "../model";
import { DIGEST_ANNOTATION, digestOf } from "../stack/digest";
import type { VerifyContext } from "./context";

/**
 * For a diagnostic that compares the cluster with the settings: if the cluster runs another version of the stack, a
 * difference is no failure.
 */
export function notDeployedIfOtherVersion<Evidence>(
  diagnostic: AnalyzedDiagnostic<VerifyContext, Evidence>,
): AnalyzedDiagnostic<VerifyContext, Evidence> {
  return {
    ...diagnostic,
    permissions: (model, readOnly) => [
      ...diagnostic.permissions(model, readOnly),
      ...configMapsOf(model).map(({ namespace }) => inNamespace(namespace, "configmaps", ["get"])),
    ],
    run: async (context, signal) => {
      const outcome = await diagnostic.run(context, signal);
      if (outcome.status !== "fail") return outcome;
      return outcomeForVersion(outcome, digestOf(context.stack), await anyConfigMap(context, signal));
    },
  };
}

/** The outcome if the cluster runs the version with this digest, or else that it runs another one. */
export function outcomeForVersion(
  outcome: Outcome & { readonly got: string },
  digest: string,
  configMap: V1ConfigMap | null,
) {
  if (configMap?.metadata?.annotations?.[DIGEST_ANNOTATION] === digest) return outcome;
  return notDeployed(`${outcome.got}; the cluster runs another version of the stack, or none`);
}

/** If one ConfigMap was deleted, another one has the digest. */
async function anyConfigMap({ cluster, stack }: VerifyContext, signal: AbortSignal): Promise<V1ConfigMap | null> {
  const core = cluster.core(signal);
  const requests = configMapsOf(stack.model).map((request) => ignoreNotFound(core.readNamespacedConfigMap(request)));
  return (await Promise.all(requests)).find((configMap) => configMap !== null) ?? null;
}

/** The ConfigMaps that every version has, under known names. */
function configMapsOf({ namespace, loki, grafana }: Model) {
  return [
    { name: loki.rules.configMap, namespace: namespace.name },
    { name: grafana.configMap, namespace: grafana.namespace },
  ];
}

/** When the text of a ConfigMap changed last, by the API server's clock. Null if that is unknown. */
export function changedAt({ metadata }: V1ConfigMap): Date | null {
  const times = (metadata?.managedFields ?? []).flatMap(({ time }) => time ?? []);
  const [latest] = times.sort((one, other) => other.getTime() - one.getTime());
  return latest ?? metadata?.creationTimestamp ?? null;
}
