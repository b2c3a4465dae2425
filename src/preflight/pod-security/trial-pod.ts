import type { V1Pod } from "@kubernetes/client-node";
import { quantities } from "../../cluster/resources";
import type { Model } from "../../model";
import { SYSCTL_TOLERATIONS } from "../../nodes/model";
import { reference } from "../../terraform/artefacts";

/** All that the agents and sysctl-inotify have and lower levels forbid, in one pod. */
export function trialPod({ alloy, inotify }: Model): V1Pod {
  const container = { image: reference(inotify.busybox), resources: quantities(alloy.agent.resources) };
  return {
    metadata: { generateName: "log-collection-preflight-" },
    spec: {
      hostPID: true,
      automountServiceAccountToken: false,
      tolerations: SYSCTL_TOLERATIONS,
      volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
      initContainers: [{ ...container, name: "sysctl", securityContext: { privileged: true } }],
      containers: [
        {
          ...container,
          name: "alloy",
          securityContext: { runAsUser: 0 },
          volumeMounts: [{ name: "varlog", mountPath: "/var/log", readOnly: true }],
        },
      ],
    },
  };
}
