import type { Cluster, KubeConfig, User } from "@kubernetes/client-node";
import { SettingsError } from "../settings/settings-error";
import { Duration } from "../units";
import { CredentialPlugin } from "./credential-plugin";
import { proxyFor } from "./environment-proxy";
import { Json } from "./json";
import type { Client } from "./typed";

export interface Choice {
  /** Null for the kubeconfig's own. */
  readonly context: string | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** Shorter than the first link waits, so that the plugin is named, and not the API server. */
const PLUGIN_PATIENCE = Duration.seconds(12);

/**
 * The kubeconfig with one of its contexts chosen, apart from the others: several clusters are asked at once.
 * @throws SettingsError for a context that isn't complete
 */
export function withContext(client: Client, all: KubeConfig, { context, environment }: Choice): KubeConfig {
  const { clusters, users, contexts } = all;
  const name = context ?? all.currentContext ?? "";
  const names = contexts.map((candidate) => candidate.name);
  const chosen = contexts.find((candidate) => candidate.name === name);
  if (chosen === undefined) throw noContext(name, names);
  const cluster = clusters.find((candidate) => candidate.name === chosen.cluster);
  if (cluster === undefined) throw noCluster(name, chosen.cluster);
  const user = users.find((candidate) => candidate.name === chosen.user) ?? null;
  const config = new client.KubeConfig();
  config.loadFromOptions({
    clusters: [reached(cluster, environment)],
    users: user === null ? [] : [withoutPlugin(user)],
    contexts: [chosen],
    currentContext: name,
  });
  if (user?.exec) config.addAuthenticator(new CredentialPlugin(Json.parse(JSON.stringify(user.exec)), PLUGIN_PATIENCE));
  return config;
}

/** The client library sends nothing over http unless it is told that nobody is to be believed there, as by "kubectl proxy". */
function reached(cluster: Cluster, environment: NodeJS.ProcessEnv): Cluster {
  const server = addressOf(cluster);
  const proxyUrl = cluster.proxyUrl ?? proxyFor(server, environment);
  const skipTLSVerify = cluster.skipTLSVerify || server.protocol === "http:";
  return { ...cluster, skipTLSVerify, ...(proxyUrl !== null && { proxyUrl }) };
}

function addressOf({ name, server }: Cluster): URL {
  if (/^https?:/.test(server) && URL.canParse(server)) return new URL(server);
  throw new SettingsError({
    setting: `the kubeconfig's cluster "${name}"`,
    got: server === "" ? "no server" : `the server "${server}"`,
    expected: "an address such as https://api.example.com:6443",
    why: "it says where the API server is",
    remedy: "write the whole address",
  });
}

/** The client library would run it itself. */
function withoutPlugin({ exec: _, ...user }: User): User {
  return user;
}

function noContext(name: string, names: readonly string[]): SettingsError {
  return new SettingsError({
    setting: "the kubeconfig's context",
    got: name === "" ? "none" : `"${name}", which the kubeconfig doesn't have`,
    expected: names.length === 0 ? "a kubeconfig that has contexts" : `one of ${names.join(", ")}`,
    why: "a context says which cluster is asked, and as whom",
    remedy: names.length === 0 ? "name another file: --kubeconfig <path>" : "name one of those: --context <name>",
  });
}

function noCluster(name: string, cluster: string): SettingsError {
  return new SettingsError({
    setting: `the kubeconfig's context "${name}"`,
    got: `the cluster "${cluster}", which the kubeconfig doesn't have`,
    expected: "a cluster of the same kubeconfig",
    why: "nothing says where the API server is",
    remedy: "add the cluster, or name another context: --context <name>",
  });
}
