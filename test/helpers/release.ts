import { parse } from "yaml";
import type { synthesized } from "./synthesized";

export type StackJson = ReturnType<typeof synthesized>;

/** Returns the values of a release, as Terraform passes them to Helm. */
export function releaseValues(plan: StackJson, release: string) {
  return parse(handedOn(plan.resource.helm_release[release].values[0]), { version: "1.1" });
}

/** Returns a file of a ConfigMap, as Terraform writes it to the cluster. */
export function configMapFile(plan: StackJson, configMap: string, file: string): string {
  return handedOn(plan.resource.kubernetes_config_map_v1[configMap].data[file]);
}

function handedOn(template: string): string {
  return template.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
