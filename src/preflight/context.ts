import type { V1Node } from "@kubernetes/client-node";
import type { ApiServerContext } from "../diagnostics/api-server";
import { inCluster, type Permission } from "../diagnostics/rbac";
import { memoize } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound, statusOf } from "../kube/errors";
import { memoizedNodes } from "../kube/lists";
import type { NamespaceModel } from "../model";
import type { RenderedStack } from "../stack/rendered-stack";
import { PolicyTrial } from "./policy-trial";

/** What the diagnostics of preflight share. */
export interface PreflightContext extends ApiServerContext {
  /** What an apply would deploy. */
  readonly stack: RenderedStack;
  /** Whether the run creates nothing. */
  readonly readOnly: boolean;
  readonly policyTrial: PolicyTrial;
  /** Alertmanager's own URL. Null for the API server's proxy. */
  readonly alertmanagerUrl: string | null;
  readonly inOwnNamespace: InOwnNamespace;
  readonly inDrillNamespace: InOwnNamespace;
  /** All nodes. Requested once. */
  readonly nodes: () => Promise<readonly V1Node[]>;
}

export interface PreflightOptions {
  readonly readOnly: boolean;
  /** The components' own URLs by the option: "alertmanager-url". */
  readonly urls: Readonly<Record<string, string>>;
}

export function contextOf(
  stack: RenderedStack,
  { readOnly, urls }: PreflightOptions,
  cluster: Cluster,
  signal: AbortSignal,
): PreflightContext {
  const { model } = stack;
  const policyTrial = new PolicyTrial({
    core: (until) => cluster.core(until),
    networking: (until) => cluster.networking(until),
    authorization: (until) => cluster.authorization(until),
    model,
    kubectl: cluster.tools.kubectl,
  });
  return {
    stack,
    cluster,
    readOnly,
    policyTrial,
    isOldClusterFatal: true,
    alertmanagerUrl: urls["alertmanager-url"] ?? null,
    inOwnNamespace: inOwnNamespace(cluster, model.namespace, signal),
    inDrillNamespace: inOwnNamespace(cluster, { name: model.drill.namespace, create: model.drill.create }, signal),
    nodes: memoizedNodes(cluster, signal),
  };
}

/** The permission that `inOwnNamespace` needs. */
export const NAMESPACE_PERMISSION: Permission = inCluster("namespaces", ["get"]);

/** Awaits a request in a namespace that the stack may create. Null if the namespace or the object does not exist. */
export type InOwnNamespace = <T>(request: Promise<T>) => Promise<T | null>;

/**
 * Before the first apply, a namespace that the stack creates can hold no role. If the API server denies a request in
 * it, the namespace does not exist; nothing is hidden.
 */
export function inOwnNamespace(
  cluster: Pick<Cluster, "core">,
  { name, create }: NamespaceModel,
  signal: AbortSignal,
): InOwnNamespace {
  const missing = memoize(() => isMissing(cluster, name, signal));
  return async (request) => {
    try {
      return await ignoreNotFound(request);
    } catch (error) {
      if (create && statusOf(error)?.code === 403 && (await missing())) return null;
      throw error;
    }
  };
}

async function isMissing(cluster: Pick<Cluster, "core">, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await ignoreNotFound(cluster.core(signal).readNamespace({ name }))) === null;
  } catch {
    return false;
  }
}
