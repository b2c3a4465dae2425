import { checks } from "../../../src/checks";
import { checkStack } from "../../../src/checks/runner";
import { type Change, type Part, withValuesFile } from "../stacks";

const HOST_PATH = { name: "a", hostPath: { path: "/srv" } };
const TOKEN = { name: "a", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } };
const MOUNT = { name: "a", mountPath: "/a" };
const RULE = { apiGroups: [""], resources: ["secrets"], verbs: ["list"] };

/** Values that give a pod more rights than it needs. */
const changes: readonly (readonly [Part, Change])[] = [
  ...(["agent", "events"] as const).flatMap((part): (readonly [Part, Change])[] => [
    [part, { "alloy.securityContext.privileged": true }],
    [part, { "alloy.securityContext.allowPrivilegeEscalation": true }],
    [part, { "alloy.securityContext.readOnlyRootFilesystem": false }],
    [part, { "alloy.securityContext.capabilities.add": ["SYS_ADMIN"] }],
    [part, { "alloy.securityContext.capabilities.drop": [] }],
    [part, { "alloy.securityContext.seccompProfile.type": "Unconfined" }],
    [part, { "alloy.securityContext.seccompProfile": undefined }],
    [part, { "alloy.securityContext": undefined }],
    [part, { "global.podSecurityContext": { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }],
    [part, { "controller.hostPID": true }],
    [part, { "controller.hostNetwork": true }],
    [part, { "controller.initContainers": [{ name: "a", image: "b" }] }],
    [part, { "controller.extraContainers": [{ name: "a", image: "b" }] }],
    [part, { "controller.volumes.extra": [HOST_PATH], "alloy.mounts.extra": [MOUNT] }],
    [part, { "alloy.extraPorts": [{ name: "a", port: 1, targetPort: 1, hostPort: 1 }] }],
    [part, { "rbac.clusterRules": [RULE] }],
    [part, { "rbac.rules": [RULE] }],
    [part, { "configReloader.enabled": true }],
    [part, { extraObjects: [{ kind: "ClusterRoleBinding" }] }],
  ]),
  ["events", { "alloy.securityContext.runAsUser": 0 }],
  ["events", { "alloy.mounts.varlog": true }],
  ["loki", { "loki.podSecurityContext": { runAsUser: 0 } }],
  ["loki", { "loki.podSecurityContext": { runAsNonRoot: false } }],
  ["loki", { "loki.containerSecurityContext": { privileged: true } }],
  ["loki", { "loki.containerSecurityContext": { capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } } }],
  ["loki", { "loki.containerSecurityContext": { seccompProfile: { type: "Unconfined" } } }],
  ["loki", { "singleBinary.containerSecurityContext": {} }],
  ["loki", { "singleBinary.podSecurityContext": {} }],
  ["loki", { "singleBinary.automountServiceAccountToken": true }],
  ["loki", { "serviceAccount.automountServiceAccountToken": true }],
  ["loki", { "serviceAccount.create": false }],
  ["loki", { "singleBinary.enableServiceLinks": true }],
  ["loki", { "singleBinary.hostNetwork": true }],
  ["loki", { "singleBinary.extraContainers": [{ name: "a", image: "b" }] }],
  ["loki", { "singleBinary.initContainers": [{ name: "a", image: "b" }] }],
  ["loki", { "singleBinary.extraVolumes": [HOST_PATH], "singleBinary.extraVolumeMounts": [MOUNT] }],
  ["loki", { "singleBinary.extraVolumes": [TOKEN], "singleBinary.extraVolumeMounts": [MOUNT] }],
  ["loki", { "sidecar.rules.enabled": true }],
  ["loki", { "rbac.namespaced": false }],
  ["loki", { "rbac.sccEnabled": true }],
  ["loki", { extraObjects: [{ kind: "ClusterRoleBinding" }] }],
];

test.each(changes)("reports for %s %j", (part, change) => {
  expect(checkStack(checks, withValuesFile(part, change)).findings).not.toEqual([]);
});

test("accepts a token for another audience, such as a cloud's", () => {
  const sources = [{ serviceAccountToken: { path: "token", audience: "sts.example.com" } }];
  const change = {
    "singleBinary.extraVolumes": [{ name: "a", projected: { sources } }],
    "singleBinary.extraVolumeMounts": [MOUNT],
  };
  expect(checkStack(checks, withValuesFile("loki", change)).findings).toEqual([]);
});
