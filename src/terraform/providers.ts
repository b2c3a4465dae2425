import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { TerraformStack } from "cdktf";
import { addBackend } from "./add-backend";
import { escapeTerraform } from "./escape";
import type { TerraformModel } from "./model";

/** The oldest version of Terraform and OpenTofu with every feature that the stack uses: postconditions of look-ups. */
const REQUIRED_VERSION = ">= 1.5.0";

/** Adds the backend and both providers, which access the same cluster. */
export function addTerraform(stack: TerraformStack, { backend, kubeconfig, context }: TerraformModel): void {
  const cluster = escapeTerraform({
    ...(kubeconfig !== null && { configPath: kubeconfig }),
    ...(context !== null && { configContext: context }),
  });
  addBackend(stack, backend);
  stack.addOverride("terraform.required_version", REQUIRED_VERSION);
  new KubernetesProvider(stack, "kubernetes", cluster);
  new HelmProvider(stack, "helm", { kubernetes: cluster });
}
