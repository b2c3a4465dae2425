import type { Deployment } from "../deployment";
import type { Inspection } from "../live/inspection";
import { nodesOf } from "../live/nodes";
import { links } from ".";
import type { PreflightContext } from "./context";

/** Whether a cluster has what an apply of the deployment needs. */
export function preparation(deployment: Deployment): Inspection<PreflightContext> {
  return {
    command: "preflight",
    names: { namespace: deployment.model.namespace.name },
    links,
    success: () => "An apply has what it needs",
    begin: (cluster, signal) => ({
      context: { deployment, cluster, nodes: nodesOf(cluster, signal) },
      made: null,
    }),
  };
}
