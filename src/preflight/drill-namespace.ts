import type { V1Namespace } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { ignoreNotFound } from "../kube/errors";
import type { DrillModel } from "../model";
import { DRILL_LEVEL, ENFORCE } from "../stack/workloads";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { analyzeNamespace, namespaceCauses } from "./namespace";
import { isDeployed } from "./owner";

export const causes = {
  ...namespaceCauses,
  openLevel: cause(
    "Pods in the namespace <namespace> may take over their node. Anyone who runs verify may create pods there.",
    `kubectl label namespace <namespace> ${ENFORCE}=${DRILL_LEVEL} --overwrite`,
  ),
};

export interface DrillNamespaceEvidence {
  readonly drill: DrillModel;
  /** Null if it does not exist. */
  readonly found: V1Namespace | null;
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
}

export const drillNamespace = diagnostic<PreflightContext, DrillNamespaceEvidence>({
  id: "drill-namespace",
  title: "The namespace of the drill restricts its pods",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: ({ namespace: { name } }) => [
    inCluster("namespaces", ["get"]),
    inNamespace(name, "configmaps", ["get"]),
  ],
  causes,
  collect: async (context, signal) => {
    const { drill } = context.stack.model;
    const request = context.cluster.core(signal).readNamespace({ name: drill.namespace });
    const [found, deployed] = await Promise.all([ignoreNotFound(request), isDeployed(context, signal)]);
    return { drill, found, deployed };
  },
  analyze: ({ drill: { namespace: name, create }, found, deployed }) => {
    const own = { setting: "drill", resource: "drill-namespace", name, create, found, deployed } as const;
    return analyzeNamespace(own) ?? analyzeLevel(name, found);
  },
});

/** The levels that keep a pod from taking over its node. */
const SAFE_LEVELS: readonly string[] = [DRILL_LEVEL, "baseline"];

/** Without a label, the API server's default level applies, which no request shows. */
function analyzeLevel(name: string, found: V1Namespace | null): Outcome {
  if (found === null) return pass(`the stack creates "${name}" with the level "${DRILL_LEVEL}"`);
  const level = found.metadata?.labels?.[ENFORCE];
  if (level !== undefined && SAFE_LEVELS.includes(level)) return pass(`"${name}" has the level "${level}"`);
  return warn({
    got: `"${name}" has ${level === undefined ? "no level of its own" : `the level "${level}"`}`,
    expected: `the Pod Security level "${DRILL_LEVEL}" or "baseline"`,
    causes: [causes.openLevel({ namespace: name })],
  });
}
