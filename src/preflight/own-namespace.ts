import { type Access, inCluster } from "../diagnostics/permission";
import { memoize } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound, statusOf } from "../kube/errors";
import type { NamespaceModel } from "../model";

/** What telling that the namespace isn't there asks. */
export const NAMESPACE_ACCESS: Access = inCluster("namespaces", ["get"]);

/** What was asked for in the plan's namespace; null where it isn't there. */
export type InOwnNamespace = <T>(asked: Promise<T>) => Promise<T | null>;

/**
 * A namespace that the plan makes can hold no role before the first apply: a refusal in it says then that nothing is there,
 * and not that something is hidden.
 */
export function inOwnNamespace(
  cluster: Pick<Cluster, "core">,
  { name, create }: NamespaceModel,
  signal: AbortSignal,
): InOwnNamespace {
  const missing = memoize(() => isMissing(cluster, name, signal));
  return async (asked) => {
    try {
      return await ignoreNotFound(asked);
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
