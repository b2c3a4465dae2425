import type { KubeConfig } from "@kubernetes/client-node";
import { Refusal } from "../../refusal";
import type { Client } from "./typed";

/**
 * The kubeconfig with one of its contexts chosen, apart from the others: several clusters are asked at once.
 * @param context null for the kubeconfig's own
 * @throws Refusal for a context that isn't complete
 */
export function withContext(client: Client, all: KubeConfig, context: string | null): KubeConfig {
  const { clusters, users, contexts } = all;
  const name = context ?? all.currentContext ?? "";
  const names = contexts.map((candidate) => candidate.name);
  const chosen = contexts.find((candidate) => candidate.name === name);
  if (chosen === undefined) throw noContext(name, names);
  if (!clusters.some((cluster) => cluster.name === chosen.cluster)) throw noCluster(name, chosen.cluster);
  const config = new client.KubeConfig();
  config.loadFromOptions({ clusters, users, contexts, currentContext: name });
  return config;
}

export function noContext(name: string, names: readonly string[]): Refusal {
  return new Refusal({
    setting: "the kubeconfig's context",
    got: name === "" ? "none" : `"${name}", which the kubeconfig doesn't have`,
    wanted: names.length === 0 ? "a kubeconfig that has contexts" : `one of ${names.join(", ")}`,
    because: "a context says which cluster is asked, and as whom",
    remedy: "name one: export KUBE_CTX=<context>",
  });
}

function noCluster(name: string, cluster: string): Refusal {
  return new Refusal({
    setting: `the kubeconfig's context "${name}"`,
    got: `the cluster "${cluster}", which the kubeconfig doesn't have`,
    wanted: "a cluster of the same kubeconfig",
    because: "nothing says where the API server is",
    remedy: "add the cluster, or name another context: export KUBE_CTX=<context>",
  });
}
