import type { V1Pod } from "@kubernetes/client-node";
import { inNamespace } from "../../diagnostics/permission";
import { nodeName } from "../../kube/node";
import type { PodLogApi } from "../../kube/pod-log";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { drillAccess } from "../drill/access";
import { INIT_FAILED, LOWERED, NO_POD, NOT_MEASURED } from "../inotify/causes";
import { judgeInotify, type SeenLimits } from "../inotify/judgement";
import { limitsWritten } from "../inotify/limits";
import { limitsLogged } from "../inotify/logs";
import { podsLabelled } from "../kubernetes/pods";

export const inotify: VerifyLink = {
  id: "inotify",
  title: "Every node has the inotify limits",
  after: ["nodes"],
  failure: "nodes",
  patience: Duration.minutes(2),
  access: (model, readOnly) => [
    inNamespace(model.namespace.name, "pods", ["list"]),
    // Where nothing may be made, the limits are read where the init containers wrote them.
    inNamespace(model.namespace.name, "pods/log", ["get"]),
    ...drillAccess(model, readOnly),
  ],
  creates: false,
  causes: [LOWERED, INIT_FAILED, NO_POD, NOT_MEASURED],
  look: async (context, signal) => {
    const { inotify: expected, namespace } = context.deployment.model;
    const pods = await podsLabelled(context.cluster, namespace.name, { app: expected.name }, signal);
    const core = context.cluster.core(signal);
    return judgeInotify({
      pods,
      expected,
      namespace: namespace.name,
      ...(await measured(context, core, pods, signal)),
    });
  },
};

/** What could be learnt of which nodes: those of a drill are the ones that are still there. */
export async function measured(
  { drill, agentNodes }: Pick<VerifyContext, "drill" | "agentNodes">,
  core: PodLogApi,
  pods: readonly V1Pod[],
  signal: AbortSignal,
): Promise<Pick<SeenLimits, "nodes" | "limits" | "how">> {
  if (drill === null) {
    const [limits, nodes] = await Promise.all([limitsLogged(core, pods), agentNodes()]);
    return { nodes: nodes.map(nodeName), limits, how: "as they were when each node's pod started" };
  }
  const probes = await drill.probes(signal);
  return {
    nodes: probes.map(({ node }) => node),
    limits: probes.map(({ node, text, problem }) => limitsWritten(node, text ?? "", problem)),
    how: "measured now",
  };
}
