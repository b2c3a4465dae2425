import type { V1ObjectMeta } from "@kubernetes/client-node";
import { DIGEST_ANNOTATION } from "../stack/digest";
import type { PreflightContext } from "./context";

/**
 * Who made an object that has a name of the plan, as far as the object shows it. An apply changes what Terraform's state
 * holds, and fails at all else that is there; the state itself isn't asked.
 */
export type Owner = "plan" | "terraform" | "other";

/** Whether an apply of this plan has been here: one of its ConfigMaps is. */
export async function isDeployed(
  { cluster, deployment, inOwnNamespace }: Pick<PreflightContext, "cluster" | "deployment" | "inOwnNamespace">,
  signal: AbortSignal,
): Promise<boolean> {
  const { namespace, loki } = deployment.model;
  const at = { name: loki.rules.configMap, namespace: namespace.name };
  const rules = await inOwnNamespace(cluster.core(signal).readNamespacedConfigMap(at));
  return isOfPlan(rules?.metadata);
}

/** The release that owns an object, as Helm notes it on all that it makes; null for none. */
export function helmOwner(
  metadata: V1ObjectMeta | undefined,
): { readonly name: string; readonly namespace: string } | null {
  const { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace } =
    metadata?.annotations ?? {};
  return name === undefined || namespace === undefined ? null : { name, namespace };
}

export function isOfPlan(metadata: V1ObjectMeta | undefined): boolean {
  return metadata?.annotations?.[DIGEST_ANNOTATION] !== undefined;
}

/** @param deployed whether an apply of this plan has been here: then what Terraform made is taken for its own */
export function ownerOf(metadata: V1ObjectMeta | undefined, deployed: boolean): Owner {
  const byTerraform = (metadata?.managedFields ?? []).some(({ manager = "" }) => TERRAFORM.test(manager));
  if (isOfPlan(metadata) || (deployed && byTerraform)) return "plan";
  return byTerraform ? "terraform" : "other";
}

/** How the API server calls Terraform's two providers, after the agent that they name in their requests. */
const TERRAFORM = /^(HashiCorp|terraform-provider-helm)/;
