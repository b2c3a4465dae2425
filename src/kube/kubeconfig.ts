import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Cluster, KubeConfig, User } from "@kubernetes/client-node";
import { SettingsError } from "../settings/settings-error";
import { expandHome } from "../terraform/kubeconfig";
import type { TerraformModel } from "../terraform/model";
import { Duration } from "../units";
import type { ClientLibrary } from "./connection";
import { CredentialPlugin } from "./credentials";
import { Json } from "./json";
import { proxyFor } from "./proxy";

export interface KubeconfigProps {
  /** The file in --kubeconfig; null if unset. */
  readonly kubeconfig: string | null;
  readonly terraform: Pick<TerraformModel, "kubeconfig" | "context">;
  /** The directory in which Terraform runs. */
  readonly terraformDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** @default - the user's home directory */
  readonly home?: string;
}

export interface KubeconfigSource {
  /** The option, setting or variable that names the files, such as "KUBECONFIG". Null for kubectl's default file. */
  readonly setBy: string | null;
  /** If several files contain the same name, the first one wins. */
  readonly files: readonly string[];
}

/**
 * Finds the kubeconfig that Terraform uses, because Terraform deploys to its cluster. If nothing is set for Terraform,
 * finds the one that kubectl uses.
 */
export function kubeconfigSource(props: KubeconfigProps): KubeconfigSource {
  const { kubeconfig, terraform, terraformDirectory, environment, home = homedir() } = props;
  const { KUBE_CONFIG_PATH = "", KUBE_CONFIG_PATHS = "", KUBECONFIG = "" } = environment;
  if (kubeconfig !== null) return { setBy: "--kubeconfig", files: [kubeconfig] };
  if (terraform.kubeconfig !== null) {
    const file = resolve(terraformDirectory, expandHome(terraform.kubeconfig, home));
    return { setBy: "terraform.kubeconfig", files: [file] };
  }
  const file = (path: string) => resolve(expandHome(path, home));
  if (KUBE_CONFIG_PATH !== "") return { setBy: "KUBE_CONFIG_PATH", files: [file(KUBE_CONFIG_PATH)] };
  if (KUBE_CONFIG_PATHS !== "") return { setBy: "KUBE_CONFIG_PATHS", files: pathList(KUBE_CONFIG_PATHS).map(file) };
  if (KUBECONFIG !== "") return { setBy: "KUBECONFIG", files: pathList(KUBECONFIG) };
  return { setBy: null, files: [join(home, ".kube", "config")] };
}

function pathList(paths: string): readonly string[] {
  return paths.split(delimiter).filter((file) => file !== "");
}

/** Returns whether kubectl reads this source without a flag. Terraform's provider doesn't read it. */
export function isReadByKubectl({ setBy }: KubeconfigSource): boolean {
  return setBy === null || setBy === "KUBECONFIG";
}

/** Warns about a kubeconfig that only kubectl reads. In a pod, without files, Terraform finds the same cluster. */
export function kubeconfigNotes(source: KubeconfigSource): readonly string[] {
  const files = existingFiles(source);
  if (files.length === 0 || !isReadByKubectl(source)) return [];
  return [`KUBE_CONFIG_PATH is not set: this cluster comes from ${files.join(", ")}, which Terraform doesn't read`];
}

/** Returns the files that exist. kubectl skips the others, too. */
export function existingFiles({ files }: KubeconfigSource): readonly string[] {
  return files.filter((file) => existsSync(file));
}

/** Returns the context to use if the command line names none. Null means the kubeconfig's current context. */
export function defaultContext({ terraform, environment }: KubeconfigProps): string | null {
  return terraform.context ?? (environment["KUBE_CTX"] || null);
}

/** Kubernetes mounts this file into every pod with a service account. */
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * Reads and merges the files as kubectl does. The library's merge throws if two files contain the same name.
 * @throws SettingsError if no file exists, or one is unreadable
 */
export function readKubeconfig(library: ClientLibrary, source: KubeconfigSource): KubeConfig {
  const files = existingFiles(source);
  if (files.length === 0) return inCluster(library, source);
  const configs = files.map((file) => readFile(library, file, source));
  const merged = new library.KubeConfig();
  merged.loadFromOptions({
    clusters: uniqueByName(configs.flatMap((config) => config.clusters)),
    users: uniqueByName(configs.flatMap((config) => config.users)),
    contexts: uniqueByName(configs.flatMap((config) => config.contexts)),
    currentContext: configs.map((config) => config.currentContext).find(Boolean),
  });
  return merged;
}

function inCluster(library: ClientLibrary, source: KubeconfigSource): KubeConfig {
  if (source.setBy !== null || !existsSync(SERVICE_ACCOUNT)) throw noKubeconfig(source);
  const config = new library.KubeConfig();
  config.loadFromCluster();
  return config;
}

function readFile(library: ClientLibrary, file: string, { setBy }: KubeconfigSource): KubeConfig {
  const config = new library.KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw unreadable(file, setBy, reasonOf(error));
  }
  return config;
}

/** The library throws a TypeError for an empty file. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return "not a YAML mapping";
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

function uniqueByName<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return entries.filter(({ name }, index) => entries.findIndex((entry) => entry.name === name) === index);
}

function noKubeconfig({ setBy, files }: KubeconfigSource): SettingsError {
  return new SettingsError({
    setting: "the kubeconfig",
    got: `${files.join(", ")}${setBy === null ? "" : ` (${setBy})`}, which ${files.length === 1 ? "does" : "do"} not exist`,
    expected: "a kubeconfig file",
    why: "it contains the address of the cluster and the credentials",
    remedy: "name an existing file: export KUBE_CONFIG_PATH=<path>, or add -- --kubeconfig <path> to the npm command",
  });
}

function unreadable(file: string, setBy: string | null, reason: string): SettingsError {
  return new SettingsError({
    setting: `the kubeconfig ${file}`,
    got: reason,
    expected: "a kubeconfig file",
    why: "it contains the address of the cluster and the credentials",
    remedy: `fix the file, or set ${setBy ?? "KUBE_CONFIG_PATH"} to another`,
  });
}

export interface ContextProps {
  /** Null for the kubeconfig's current context. */
  readonly context: string | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** Shorter than the timeout of the first diagnostic, so that the error names the plugin, not the API server. */
const PLUGIN_TIMEOUT = Duration.seconds(12);

/**
 * Returns a separate kubeconfig for one context, because a command can connect to several clusters at the same time.
 * @throws SettingsError if the context or its cluster is missing, or the server's address is invalid
 */
export function selectContext(
  library: ClientLibrary,
  { clusters, users, contexts, currentContext }: KubeConfig,
  { context, environment }: ContextProps,
): KubeConfig {
  const name = context ?? currentContext ?? "";
  const selected = contexts.find((candidate) => candidate.name === name);
  if (selected === undefined) {
    const names = contexts.map((candidate) => candidate.name);
    throw noContext(name, names);
  }
  const cluster = clusters.find((candidate) => candidate.name === selected.cluster);
  if (cluster === undefined) throw noCluster(name, selected.cluster);
  const user = users.find((candidate) => candidate.name === selected.user) ?? null;
  const config = new library.KubeConfig();
  config.loadFromOptions({
    clusters: [reachable(cluster, environment)],
    users: user === null ? [] : [withoutPlugin(user)],
    contexts: [selected],
    currentContext: name,
  });
  if (user?.exec) config.addAuthenticator(new CredentialPlugin(Json.parse(JSON.stringify(user.exec)), PLUGIN_TIMEOUT));
  return config;
}

/** Adds the proxy. The library rejects plain HTTP, which "kubectl proxy" serves, unless TLS verification is off. */
function reachable(cluster: Cluster, environment: NodeJS.ProcessEnv): Cluster {
  const server = serverUrl(cluster);
  const proxyUrl = cluster.proxyUrl ?? proxyFor(server, environment);
  const skipTLSVerify = cluster.skipTLSVerify || server.protocol === "http:";
  return { ...cluster, skipTLSVerify, ...(proxyUrl !== null && { proxyUrl }) };
}

function serverUrl({ name, server }: Cluster): URL {
  if (/^https?:/.test(server) && URL.canParse(server)) return new URL(server);
  throw new SettingsError({
    setting: `the kubeconfig's cluster "${name}"`,
    got: server === "" ? "no server" : `the server "${server}"`,
    expected: "a URL such as https://api.example.com:6443",
    why: "it is the address of the API server",
    remedy: "write the whole URL",
  });
}

/** Removes the plugin, which the library would run itself. */
function withoutPlugin({ exec: _, ...user }: User): User {
  return user;
}

function noContext(name: string, names: readonly string[]): SettingsError {
  return new SettingsError({
    setting: "the kubeconfig's context",
    got: name === "" ? "none" : `"${name}", which isn't in the kubeconfig`,
    expected: names.length === 0 ? "a kubeconfig with contexts" : `one of ${names.join(", ")}`,
    why: "a context selects the cluster and the credentials",
    remedy:
      names.length === 0
        ? "name another file: add -- --kubeconfig <path> to the npm command"
        : "name one of them: add -- --context <name> to the npm command",
  });
}

function noCluster(name: string, cluster: string): SettingsError {
  return new SettingsError({
    setting: `the kubeconfig's context "${name}"`,
    got: `the cluster "${cluster}", which isn't in the kubeconfig`,
    expected: "a cluster of the same kubeconfig",
    why: "the cluster contains the address of the API server",
    remedy: "add the cluster, or name another context: --context <name>",
  });
}
