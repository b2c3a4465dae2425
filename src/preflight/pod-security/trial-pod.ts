import type { V1Pod, V1SecurityContext, V1Volume, V1VolumeMount } from "@kubernetes/client-node";
import { agentMounts } from "../../alloy/chart-values";
import type { AlloyModel } from "../../alloy/model";
import { quantities } from "../../cluster/resources";
import type { Model } from "../../model";
import { SYSCTL_CONTAINER, SYSCTL_TOLERATIONS } from "../../sysctl/model";
import { reference } from "../../terraform/artefacts";

/** All that the agents and sysctl-inotify have and lower levels forbid, in one pod. */
export function trialPod({ alloy, inotify }: Model): V1Pod {
  const container = { image: reference(inotify.busybox), resources: quantities(alloy.agent.resources) };
  const paths = pathsOf(alloy);
  return {
    metadata: { generateName: "log-collection-preflight-" },
    spec: {
      hostPID: true,
      automountServiceAccountToken: false,
      tolerations: SYSCTL_TOLERATIONS,
      volumes: paths.map(({ volume }) => volume),
      initContainers: [{ ...container, name: SYSCTL_CONTAINER, securityContext: { privileged: true } }],
      containers: [
        {
          ...container,
          name: "alloy",
          securityContext: AGENT,
          volumeMounts: paths.map(({ mount }) => mount),
        },
      ],
    },
  };
}

/** As values/alloy.yaml has it: a policy may demand what an agent gives up. */
const AGENT: V1SecurityContext = {
  runAsUser: 0,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

interface NodePath {
  readonly volume: V1Volume;
  readonly mount: V1VolumeMount;
}

function pathsOf(alloy: AlloyModel): readonly NodePath[] {
  const own = [VARLOG, ...(alloy.runtime === "docker" ? [DOCKER] : [])];
  return [...own, ...agentMounts(alloy)].map(({ name, hostPath, readOnly }) => ({
    volume: { name, hostPath },
    mount: { name, mountPath: hostPath.path, readOnly },
  }));
}

/** The chart mounts these two itself. */
const VARLOG = { name: "varlog", hostPath: { path: "/var/log" }, readOnly: true };
const DOCKER = { name: "dockercontainers", hostPath: { path: "/var/lib/docker/containers" }, readOnly: true };
