import type { V1Pod } from "@kubernetes/client-node";
import { type Cause, cause } from "../diagnostics/cause";
import { LOKI_POD } from "../loki/layout";

const KEPT = "The write-ahead log survives a restart of the container. Deleting the pod loses it.";

/** The causes of a module of Loki that has stopped, while the process runs on. */
export const stoppedModuleCauses = {
  stoppedModule: cause(
    `A module of Loki has stopped, as the ingester does after a request to /ingester/shutdown. The kubelet restarts the container within two minutes. ${KEPT}`,
    "npm run verify -- --watch",
  ),
  stoppedForever: cause(
    `A module of Loki has stopped, as the ingester does after a request to /ingester/shutdown. No probe of the pod <pod> restarts its container. ${KEPT}`,
    "on <node>: crictl stop $(crictl ps --quiet --name loki --label io.kubernetes.pod.name=<pod>)",
  ),
};

/** The states in which no module of Loki starts again. Loki answers /ready with the number of modules in each state. */
const STOPPED = /\b(?:Terminated|Failed): [1-9]/;

export function hasStoppedModule(readiness: string): boolean {
  return STOPPED.test(readiness);
}

/** @param pod Loki's pod. Its liveness probe decides whether the kubelet restarts the container. */
export function causeOfStoppedModule({ spec }: V1Pod): Cause {
  const [first] = (spec?.containers ?? []).filter(({ name }) => name === "loki");
  return first?.livenessProbe?.httpGet?.path === "/ready"
    ? stoppedModuleCauses.stoppedModule()
    : stoppedModuleCauses.stoppedForever({ pod: LOKI_POD, node: spec?.nodeName ?? "its node" });
}
