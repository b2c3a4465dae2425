import type { V1Pod } from "@kubernetes/client-node";
import { inNamespace } from "../../live/access";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { INIT_FAILED, LOWERED, NO_POD, NOT_MEASURED } from "../inotify/causes";
import { judgeInotify } from "../inotify/judgement";
import { limitsWritten } from "../inotify/limits";
import { limitsLogged } from "../inotify/logs";
import { podsLabelled } from "../kubernetes/pods";

export const inotify: VerifyLink = {
  id: "inotify",
  title: "Every node has the inotify limits",
  after: ["nodes"],
  failure: "nodes",
  patience: Duration.minutes(2),
  access: ({ namespace: { name } }) => [
    inNamespace(name, "pods", ["list"]),
    // Where nothing may be made, the limits are read where the init containers wrote them.
    inNamespace(name, "pods/log", ["get"]),
  ],
  creates: false,
  causes: [LOWERED, INIT_FAILED, NO_POD, NOT_MEASURED],
  look: async (context, signal) => {
    const { inotify: wanted, namespace } = context.deployment.model;
    const pods = await podsLabelled(context.cluster, namespace.name, { app: wanted.name }, signal);
    const seen = { nodes: await context.nodes(), pods, wanted, namespace: namespace.name };
    return judgeInotify({ ...seen, ...(await measured(context, pods, signal)) });
  },
};

async function measured({ drill, cluster }: VerifyContext, pods: readonly V1Pod[], signal: AbortSignal) {
  if (drill === null) {
    return { limits: await limitsLogged(cluster.core(signal), pods), how: "as they were when each node's pod started" };
  }
  const probes = await drill.probes(signal);
  return {
    limits: probes.map(({ node, text, problem }) => limitsWritten(node, text ?? "", problem)),
    how: "measured now",
  };
}
