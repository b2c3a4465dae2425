import type { V1Node } from "@kubernetes/client-node";
import { type ContainerRuntime, containerRuntimes } from "../../alloy/settings";

/** What a node reports of itself. */
export interface Traits {
  readonly name: string;
  readonly system: string;
  readonly architecture: string;
  readonly runtime: string;
}

export function traitsOf({ metadata, status }: V1Node): Traits {
  const { operatingSystem = "", architecture = "", containerRuntimeVersion = "" } = status?.nodeInfo ?? {};
  const [runtime = ""] = containerRuntimeVersion.split("://");
  return { name: metadata?.name ?? "", system: operatingSystem, architecture, runtime };
}

export function isKnown({ runtime }: Traits): boolean {
  return containerRuntimes.some((known) => known === runtime);
}

/** Kubernetes' own format is everybody's but Docker's. */
export function writes(declared: ContainerRuntime, { runtime }: Traits): boolean {
  return (declared === "docker") === (runtime === "docker");
}
