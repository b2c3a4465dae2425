import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import type { Manifest } from "../../../tools/manifests/manifest";
import type { Way } from "./control-plane";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: T;
}

const MERGE = "application/merge-patch+json";

/** Enough for a thousand pods that start simultaneously, and within the API server's limit of concurrent requests. */
const CONNECTIONS = 64;

/**
 * A client of the API server for the tests. The official client is an ES module, which Jest can't load; the program under
 * test uses it.
 */
export class KubeClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(private readonly way: Way) {}

  async get<T>(path: string): Promise<T> {
    const object: T = JSON.parse(await this.text("GET", path));
    return object;
  }

  async list<T>(path: string): Promise<readonly T[]> {
    return (await this.get<{ readonly items: readonly T[] }>(path)).items;
  }

  /**
   * @param manager recorded by the API server as the field manager
   * @throws Error also for an unknown field, which the API server would drop silently by default
   */
  async create(object: Manifest, manager = "tests"): Promise<Manifest> {
    const query = new URLSearchParams({ fieldValidation: "Strict", fieldManager: manager });
    const created: Manifest = JSON.parse(await this.text("POST", `${pathOf(object, false)}?${query}`, object));
    return created;
  }

  /** Applies a JSON merge patch to an object. */
  async merge(path: string, patch: unknown): Promise<void> {
    await this.text("PATCH", path, patch, MERGE);
  }

  /** Deletes an object immediately, without a grace period. */
  async remove(path: string): Promise<void> {
    await this.text("DELETE", `${path}?gracePeriodSeconds=0&propagationPolicy=Background`);
  }

  /** Reports all objects and their changes until the API server stops or the signal aborts. */
  async watch<T>(path: string, notify: (event: WatchEvent<T>) => void, signal: AbortSignal): Promise<void> {
    const answer = await this.send("GET", `${path}?watch=true`, undefined, undefined, signal);
    for await (const line of createInterface({ input: answer })) {
      const event: WatchEvent<T> = JSON.parse(line);
      notify(event);
    }
  }

  /** @throws Error unless the status is 2xx */
  async text(method: Method, path: string, body?: unknown, type?: string): Promise<string> {
    const answer = await this.send(method, path, body, type);
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const status = answer.statusCode ?? 0;
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answers ${status}: ${text}`);
    return text;
  }

  private send(
    method: Method,
    path: string,
    body?: unknown,
    type = "application/json",
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const { url, certificate, token } = this.way;
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}`, "Content-Type": type };
      const agent = signal === undefined ? this.agent : new Agent();
      const sent = request(`${url}${path}`, { method, headers, ca: certificate, agent, signal }, resolve);
      sent.once("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** Kinds without a namespace. */
const CLUSTER_WIDE = new Set(["Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding"]);

export function isClusterWide({ kind }: Manifest): boolean {
  return CLUSTER_WIDE.has(kind);
}

/** Kinds whose resource name is not the lower-case kind with an "s". */
const RESOURCES: Readonly<Record<string, string>> = {
  Endpoints: "endpoints",
  NetworkPolicy: "networkpolicies",
};

/** Returns the API path of the object, or of its collection. */
export function pathOf(object: Manifest, withName = true): string {
  const { apiVersion, kind, metadata } = object;
  const resource = RESOURCES[kind] ?? `${kind.toLowerCase()}s`;
  const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const namespace = isClusterWide(object) ? "" : `/namespaces/${metadata.namespace}`;
  return `${group}${namespace}/${resource}${withName ? `/${metadata.name}` : ""}`;
}
