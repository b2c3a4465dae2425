import { existsSync } from "node:fs";
import type { KubeConfig } from "@kubernetes/client-node";
import { SettingsError } from "../settings/settings-error";
import { filesOf, type Source } from "./source";
import type { Client } from "./typed";

/** What a pod of the cluster finds there. */
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * All that the files name, each by the first that names it: the library's own merging gives up at a name that comes twice.
 * @throws SettingsError where there is no file, or one that can't be read
 */
export function readKubeconfig(client: Client, source: Source): KubeConfig {
  const files = filesOf(source);
  if (files.length === 0) return inCluster(client, source);
  const configs = files.map((file) => readFile(client, file, source));
  const merged = new client.KubeConfig();
  merged.loadFromOptions({
    clusters: byName(configs.flatMap((config) => config.clusters)),
    users: byName(configs.flatMap((config) => config.users)),
    contexts: byName(configs.flatMap((config) => config.contexts)),
    currentContext: configs.map((config) => config.currentContext).find(Boolean),
  });
  return merged;
}

function inCluster(client: Client, source: Source): KubeConfig {
  if (source.named !== null || !existsSync(SERVICE_ACCOUNT)) throw noKubeconfig(source);
  const config = new client.KubeConfig();
  config.loadFromCluster();
  return config;
}

function readFile(client: Client, file: string, { named }: Source): KubeConfig {
  const config = new client.KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw unreadable(file, named, reasonOf(error));
  }
  return config;
}

/** The library doesn't expect a file that is empty. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return "no YAML mapping";
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return entries.filter(({ name }, index) => entries.findIndex((entry) => entry.name === name) === index);
}

function noKubeconfig({ named, files }: Source): SettingsError {
  return new SettingsError({
    setting: "the kubeconfig",
    got: `${files.join(", ")}${named === null ? "" : ` (${named})`}, and no such file`,
    expected: "a kubeconfig file",
    why: "it says where the cluster is and who asks",
    remedy: "name the file that is there: export KUBE_CONFIG_PATH=<path>, or --kubeconfig <path>",
  });
}

function unreadable(file: string, named: string | null, why: string): SettingsError {
  return new SettingsError({
    setting: `the kubeconfig ${file}`,
    got: why,
    expected: "a kubeconfig file",
    why: "it says where the cluster is and who asks",
    remedy: `mend the file, or let ${named ?? "KUBE_CONFIG_PATH"} name another`,
  });
}
