import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Cluster } from "../kube/cluster";
import type { Model } from "../model";
import { DIGEST_ANNOTATION } from "../stack/digest";
import type { RenderedStack } from "../stack/rendered-stack";
import type { InOwnNamespace } from "./context";

/**
 * Who created an object with a name of the stack, as far as the object shows it. An apply updates what is in Terraform's
 * state, and fails for everything else that exists. The state itself is not read.
 */
export type Owner = "stack" | "terraform" | "other";

/** The command that lists the state. It runs Terraform or OpenTofu in the stack's folder, as `npm run deploy` does. */
export const STATE_LIST = "node dist/terraform.js state list";

interface OwnerContext {
  readonly stack: RenderedStack;
  readonly cluster: Pick<Cluster, "core">;
  readonly inOwnNamespace: InOwnNamespace;
}

/** Whether an apply of this stack has run here. Then one of its ConfigMaps exists. */
export async function isDeployed(
  { cluster, stack, inOwnNamespace }: OwnerContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { namespace, loki } = stack.model;
  const request = { name: loki.rules.configMap, namespace: namespace.name };
  const rules = await inOwnNamespace(cluster.core(signal).readNamespacedConfigMap(request));
  return isOfStack(rules?.metadata);
}

/** The Helm release that owns an object, from Helm's annotations. Null if there is none. */
export function helmOwner(
  metadata: V1ObjectMeta | undefined,
): { readonly name: string; readonly namespace: string } | null {
  const { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace } =
    metadata?.annotations ?? {};
  return name === undefined || namespace === undefined ? null : { name, namespace };
}

export function isOfStack(metadata: V1ObjectMeta | undefined): boolean {
  return metadata?.annotations?.[DIGEST_ANNOTATION] !== undefined;
}

/** @param deployed whether an apply of this stack has run here. Then objects of Terraform count as the stack's own. */
export function ownerOf(metadata: V1ObjectMeta | undefined, deployed: boolean): Owner {
  const byTerraform = (metadata?.managedFields ?? []).some(({ manager = "" }) => TERRAFORM.test(manager));
  if (isOfStack(metadata) || (deployed && byTerraform)) return "stack";
  return byTerraform ? "terraform" : "other";
}

/** The API server's names for Terraform's two providers, from their user agents. */
const TERRAFORM = /^(HashiCorp|terraform-provider-helm)/;

/** Whether a pod or another object in the stack's namespace has the stack's labels. */
export function hasLabelsOfStack(
  { metadata }: { readonly metadata?: V1ObjectMeta },
  { loki, alloy, inotify }: Model,
): boolean {
  const labels = metadata?.labels ?? {};
  const releases = [loki.release, alloy.agent.release, ...(alloy.events === null ? [] : [alloy.events.release])];
  return labels["app"] === inotify.name || releases.includes(labels["app.kubernetes.io/instance"] ?? "");
}
