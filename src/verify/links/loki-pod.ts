import { inNamespace } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { LOKI_POD } from "../../loki/layout";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { warningsIn } from "../kubernetes/events";
import { LOKI_CAUSES, NOT_CREATED, OLD_REVISION, SCALED_DOWN } from "../loki-pod/causes";
import { judgeLokiPod } from "../loki-pod/judgement";

export const lokiPod: VerifyLink = {
  id: "loki-pod",
  title: "Loki's pod is ready",
  after: ["volume"],
  failure: "loki",
  patience: Duration.seconds(30),
  access: ({ namespace: { name } }) => [
    inNamespace(name, "statefulsets", ["get"], "apps"),
    inNamespace(name, "pods", ["get"]),
    inNamespace(name, "events", ["list"]),
  ],
  creates: false,
  causes: [...Object.values(LOKI_CAUSES), OLD_REVISION, NOT_CREATED, SCALED_DOWN],
  look: async ({ cluster, deployment }, signal) => {
    const {
      loki,
      namespace: { name: namespace },
    } = deployment.model;
    const { release, gracePeriod } = loki;
    const [statefulSet, pod, warnings] = await Promise.all([
      ignoreNotFound(cluster.apps(signal).readNamespacedStatefulSet({ name: release, namespace })),
      ignoreNotFound(cluster.core(signal).readNamespacedPod({ name: LOKI_POD, namespace })),
      warningsIn(cluster, namespace, signal),
    ]);
    return judgeLokiPod({ statefulSet, pod, warnings, release, namespace, gracePeriod, now: new Date() });
  },
};
