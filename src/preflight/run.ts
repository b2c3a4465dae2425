import type { Inspection } from "../diagnostics/inspection";
import { memoizedNodes } from "../kube/lists";
import type { RenderedStack } from "../stack/rendered-stack";
import { links } from ".";
import type { PreflightContext } from "./context";
import { inOwnNamespace } from "./own-namespace";

/** Where services answer that are not to be asked through the API server; null where nobody said so. */
export interface Urls {
  readonly alertmanager: string | null;
}

/** Whether a cluster has what an apply of the deployment needs. */
export function preparation(deployment: RenderedStack, urls: Urls): Inspection<PreflightContext> {
  return {
    command: "preflight",
    names: { namespace: deployment.model.namespace.name },
    links,
    success: () => "An apply has what it needs",
    begin: (cluster, signal) => ({
      context: {
        deployment,
        cluster,
        alertmanagerUrl: urls.alertmanager,
        inOwnNamespace: inOwnNamespace(cluster, deployment.model.namespace, signal),
        nodes: memoizedNodes(cluster, signal),
      },
      made: null,
    }),
  };
}
