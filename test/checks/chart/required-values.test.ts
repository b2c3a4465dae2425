import { examinedAgent, examinedEvents } from "../../../src/checks/chart/examined/alloy";
import type { ExaminedChart } from "../../../src/checks/chart/examined/key";
import { examinedLoki } from "../../../src/checks/chart/examined/loki";
import { requiredValues } from "../../../src/checks/chart/required-values";
import { unexaminedValue } from "../../../src/checks/chart/unexamined-value";
import { type Change, findings, type Part, stack, withValuesFile } from "../stacks";

const OTHER = "{{ something: else";

const keysOf = (part: Part, { keys }: ExaminedChart) => keys.map((one) => ({ part, ...one }));
const all = [
  ...keysOf("loki", examinedLoki),
  ...keysOf("agent", examinedAgent),
  ...keysOf("events", examinedEvents),
].filter(({ key }) => !/xtraVolume|extra$/.test(key));

test("finds nothing in the default stack", () => {
  expect(findings(requiredValues, stack())).toEqual([]);
});

test.each(all)("rejects another value of $key of $part, with the effect", ({ part, key, otherwise }) => {
  const found = (value: unknown) => findings(requiredValues, withValuesFile(part, { [key]: value }));
  expect(found(OTHER)).toMatchObject([
    {
      setting: expect.stringContaining(`.yaml: ${key}`),
      got: `"${OTHER}"`,
      expected: expect.stringContaining(otherwise),
    },
  ]);
  expect(found(null)).toMatchObject([{ setting: expect.stringContaining(`.yaml: ${key}`), got: "null" }]);
});

test.each(all.filter(({ required }) => required !== undefined))("misses $key of $part", ({ part, key, required }) => {
  expect(findings(requiredValues, withValuesFile(part, { [key]: undefined }))).toMatchObject([
    {
      setting: expect.stringContaining(`.yaml: ${key}`),
      got: "nothing",
      remedy: `set ${key}: ${JSON.stringify(required)}`,
    },
  ]);
});

const AFFINITY = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] }],
    },
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, preference: { matchExpressions: [{ key: "zone", operator: "Exists" }] } },
    ],
  },
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      {
        labelSelector: { matchLabels: { "app.kubernetes.io/name": '{{ include "loki.name" . }}' } },
        topologyKey: "kubernetes.io/hostname",
      },
    ],
  },
};
const TOLERATIONS = [{ key: "dedicated", operator: "Equal", value: "logs", effect: "NoSchedule" }];
const SPREAD = [{ maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" }];
const PROFILE = { seccompProfile: { type: "RuntimeDefault" } };
const SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  ...PROFILE,
};
const CERTIFICATES = { name: "certificates", secret: { secretName: "certificates", defaultMode: 0o440 } };
const HOST = { name: "app", hostPath: { path: "/opt/app/logs", type: "Directory" } };

const good: readonly (readonly [Part, Change])[] = [
  ["loki", { commonLabels: { team: "a", "example.com/cost-center": "12" } }],
  ["loki", { "singleBinary.podLabels": { app: "loki", "azure.workload.identity/use": "true" } }],
  ["loki", { "loki.podAnnotations": { "prometheus.io/scrape": "true", "prometheus.io/port": "3100" } }],
  ["loki", { "singleBinary.podAnnotations": { "sidecar.istio.io/inject": "false", note: "{{ text }}" } }],
  ["loki", { "singleBinary.annotations": {}, "loki.annotations": { "argocd.argoproj.io/sync-wave": "1" } }],
  ["loki", { "singleBinary.service.annotations": { "prometheus.io/probe": "true" } }],
  ["loki", { "serviceAccount.annotations": { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/a" } }],
  ["loki", { "singleBinary.affinity": AFFINITY, "singleBinary.tolerations": TOLERATIONS }],
  ["loki", { "singleBinary.affinity": {}, "singleBinary.tolerations": [] }],
  ["loki", { "singleBinary.topologySpreadConstraints": SPREAD, "singleBinary.priorityClassName": "high" }],
  ["loki", { "singleBinary.nodeSelector": { "kubernetes.io/os": "linux", disk: "ssd" } }],
  ["loki", { "singleBinary.dnsConfig": { options: [{ name: "ndots", value: "2" }] } }],
  ["loki", { imagePullSecrets: [{ name: "registry.example.com" }], "loki.image.pullPolicy": "Always" }],
  ["loki", { "loki.podSecurityContext": { supplementalGroups: [2_000], fsGroupChangePolicy: "Always" } }],
  [
    "loki",
    { "singleBinary.podSecurityContext": { runAsUser: 10_001, runAsNonRoot: true, fsGroup: 10_001, ...PROFILE } },
  ],
  ["loki", { "loki.containerSecurityContext": { runAsNonRoot: true, privileged: false } }],
  ["loki", { "singleBinary.containerSecurityContext": SECURITY }],
  [
    "loki",
    {
      "singleBinary.extraVolumes": [CERTIFICATES, { name: "scratch", emptyDir: { sizeLimit: "1Gi" } }],
      "singleBinary.extraVolumeMounts": [
        { name: "certificates", mountPath: "/etc/ssl/private", readOnly: true },
        { name: "certificates", mountPath: "/etc/loki/ca.crt", subPath: "ca.crt", readOnly: true },
        { name: "scratch", mountPath: "/scratch" },
      ],
    },
  ],
  ["loki", { "ingress.enabled": false, fullnameOverride: "" }],
  ["agent", { "controller.podAnnotations": { "cluster-autoscaler.kubernetes.io/enable-ds-eviction": "false" } }],
  ["agent", { "controller.priorityClassName": "system-node-critical", "controller.tolerations": TOLERATIONS }],
  ["agent", { "global.image.pullSecrets": [{ name: "a" }], "serviceAccount.annotations": { note: "b" } }],
  ["agent", { "service.enabled": true, "service.type": "ClusterIP" }],
  [
    "agent",
    {
      "controller.volumes.extra": [CERTIFICATES, HOST],
      "alloy.mounts.extra": [
        { name: "certificates", mountPath: "/etc/ssl/private" },
        { name: "app", mountPath: "/opt/app/logs", readOnly: true },
      ],
    },
  ],
  ["events", { "controller.affinity": AFFINITY, "controller.topologySpreadConstraints": SPREAD }],
  ["events", { "controller.nodeSelector": { "kubernetes.io/os": "linux", disk: "ssd" } }],
];

test.each(good)("accepts for %s %j", (part, change) => {
  const changed = withValuesFile(part, change);
  expect([...findings(requiredValues, changed), ...findings(unexaminedValue, changed)]).toEqual([]);
});

const volumes = (volume: object, mount: object): Change => ({
  "singleBinary.extraVolumes": [{ name: "a", ...volume }],
  "singleBinary.extraVolumeMounts": [{ name: "a", mountPath: "/a", ...mount }],
});
const { wal, rules } = stack().model.loki;
const POD_LABELS = "singleBinary.podLabels";
const VOLUMES = "singleBinary.extraVolumes.0";
const MOUNTS = "singleBinary.extraVolumeMounts.0";

const bad: readonly (readonly [Part, Change, key: string, remedy: string | RegExp])[] = [
  [
    "loki",
    { "singleBinary.persistence.enabled": false },
    "singleBinary.persistence.enabled",
    "remove singleBinary.persistence.enabled",
  ],
  ["loki", { "test.enabled": true }, "test.enabled", "set test.enabled: false"],
  [
    "agent",
    { "alloy.securityContext.runAsUser": 473 },
    "alloy.securityContext.runAsUser",
    "set alloy.securityContext.runAsUser: 0",
  ],
  [
    "agent",
    { "alloy.securityContext.privileged": true },
    "alloy.securityContext.privileged",
    "set alloy.securityContext.privileged: false",
  ],
  [
    "agent",
    { "alloy.securityContext.capabilities": { drop: ["ALL"], add: ["SYS_PTRACE"] } },
    "alloy.securityContext.capabilities.add",
    "set alloy.securityContext.capabilities.add: []",
  ],
  [
    "agent",
    { "alloy.securityContext.allowPrivilegeEscalation": undefined },
    "alloy.securityContext",
    /^set alloy\.securityContext: \{"runAsUser":0,/,
  ],
  ["agent", { "controller.affinity": AFFINITY }, "controller.affinity", "remove controller.affinity"],
  [
    "agent",
    { "controller.nodeSelector": { "kubernetes.io/os": "linux", disk: "ssd" } },
    "controller.nodeSelector",
    'set controller.nodeSelector: {"kubernetes.io/os":"linux"}',
  ],
  ["events", { "controller.replicas": 3 }, "controller.replicas", "set controller.replicas: 1"],
  [
    "events",
    { "alloy.securityContext.runAsUser": 0 },
    "alloy.securityContext.runAsUser",
    "set alloy.securityContext.runAsUser: 473",
  ],
  [
    "loki",
    { [POD_LABELS]: { "app.kubernetes.io/name": "x" } },
    `${POD_LABELS}.app.kubernetes.io/name`,
    `remove "app.kubernetes.io/name" from ${POD_LABELS}`,
  ],
  ["loki", { [POD_LABELS]: { a: true } }, `${POD_LABELS}.a`, `remove "a" from ${POD_LABELS}`],
  ["loki", { [POD_LABELS]: { a: "not a label" } }, `${POD_LABELS}.a`, `remove "a" from ${POD_LABELS}`],
  ["loki", { [POD_LABELS]: ["a"] }, POD_LABELS, `remove ${POD_LABELS}`],
  [
    "loki",
    { "loki.podAnnotations": { "sidecar.istio.io/inject": "true" } },
    "loki.podAnnotations.sidecar.istio.io/inject",
    /^remove/,
  ],
  [
    "loki",
    { "singleBinary.annotations": { "helm.sh/hook": "pre-install" } },
    "singleBinary.annotations.helm.sh/hook",
    /^remove/,
  ],
  ["loki", { "loki.podAnnotations": { "storage/size": "1" } }, "loki.podAnnotations.storage/size", /^remove/],
  [
    "loki",
    { "loki.podSecurityContext": { runAsUser: 0 } },
    "loki.podSecurityContext.runAsUser",
    "set loki.podSecurityContext.runAsUser: 10001",
  ],
  ["loki", { "loki.podSecurityContext": { sysctls: [] } }, "loki.podSecurityContext.sysctls", /^remove "sysctls" from/],
  [
    "loki",
    { "singleBinary.podSecurityContext": { fsGroup: 10_001 } },
    "singleBinary.podSecurityContext",
    "remove singleBinary.podSecurityContext",
  ],
  [
    "loki",
    { "singleBinary.containerSecurityContext": { ...SECURITY, readOnlyRootFilesystem: false } },
    "singleBinary.containerSecurityContext.readOnlyRootFilesystem",
    /^set/,
  ],
  [
    "loki",
    { "singleBinary.tolerations": [{ operator: "Exist" }] },
    "singleBinary.tolerations.0.operator",
    "correct it, or remove singleBinary.tolerations",
  ],
  ["loki", { "singleBinary.affinity": { nodeAffinity: [] } }, "singleBinary.affinity.nodeAffinity", /^correct it/],
  ["loki", { "singleBinary.priorityClassName": "{{ .Values.x }}" }, "singleBinary.priorityClassName", /^remove/],
  [
    "loki",
    { "singleBinary.nodeSelector": { disk: "ssd" } },
    "singleBinary.nodeSelector.kubernetes.io/os",
    'set singleBinary.nodeSelector.kubernetes.io/os: "linux"',
  ],
  [
    "loki",
    { "singleBinary.nodeSelector": { "kubernetes.io/os": "windows" } },
    "singleBinary.nodeSelector.kubernetes.io/os",
    /: "linux"$/,
  ],
  ["loki", volumes({ name: "wal", emptyDir: {} }, { name: "wal" }), `${VOLUMES}.name`, /^correct it/],
  ["loki", volumes({ name: "temp", emptyDir: {} }, { name: "temp" }), `${VOLUMES}.name`, /^correct it/],
  ["loki", volumes({ emptyDir: { medium: "Memory" } }, {}), `${VOLUMES}.emptyDir.medium`, /^set/],
  ["loki", volumes({ persistentVolumeClaim: { claimName: "a" } }, {}), `${VOLUMES}.persistentVolumeClaim`, /^remove/],
  ["loki", volumes({}, {}), VOLUMES, /^correct it/],
  ["loki", volumes({ emptyDir: {}, configMap: { name: "a" } }, {}), VOLUMES, /^correct it/],
  ["loki", volumes({ hostPath: { path: "/data" } }, {}), `${VOLUMES}.hostPath`, /^correct it/],
  [
    "loki",
    volumes({ hostPath: { path: "/data", type: "DirectoryOrCreate" } }, { readOnly: true }),
    `${VOLUMES}.hostPath.type`,
    /^correct it/,
  ],
  ["loki", volumes({ hostPath: { path: "/" } }, { readOnly: true }), `${VOLUMES}.hostPath.path`, /^correct it/],
  [
    "loki",
    volumes({ hostPath: { path: "/var/lib/kubelet/pods" } }, { readOnly: true }),
    `${VOLUMES}.hostPath.path`,
    /^correct it/,
  ],
  [
    "loki",
    volumes({ hostPath: { path: "/opt/../etc" } }, { readOnly: true }),
    `${VOLUMES}.hostPath.path`,
    /^correct it/,
  ],
  ...[
    "/var/loki",
    "/var/loki/chunks",
    "/var",
    "/tmp/x",
    wal.directory,
    `${rules.mountPath}/more`,
    "/etc",
    "/etc/loki/config/a",
    "/usr",
  ].map(
    (mountPath) => ["loki", volumes({ emptyDir: {} }, { mountPath }), `${MOUNTS}.mountPath`, /^correct it/] as const,
  ),
  ...["/", "a", "/a/", "/a/../tmp", "/a//b"].map(
    (mountPath) => ["loki", volumes({ emptyDir: {} }, { mountPath }), `${MOUNTS}.mountPath`, /^correct it/] as const,
  ),
  ["loki", volumes({ emptyDir: {} }, { name: "storage" }), `${MOUNTS}.name`, /^correct it/],
  ["loki", volumes({ emptyDir: {} }, { mountPropagation: "Bidirectional" }), `${MOUNTS}.mountPropagation`, /^remove/],
  ["loki", { "singleBinary.extraVolumes": ["a"] }, VOLUMES, /^correct it/],
  [
    "agent",
    {
      "controller.volumes.extra": [CERTIFICATES],
      "alloy.mounts.extra": [{ name: "certificates", mountPath: "/var/log/app" }],
    },
    "alloy.mounts.extra.0.mountPath",
    /^correct it/,
  ],
];

test.each(bad)("rejects for %s %j", (part, change, key, remedy) => {
  const found = findings(requiredValues, withValuesFile(part, change));
  expect(found.map(({ setting }) => setting.replace(/^.*?: /, ""))).toEqual([key]);
  expect(found).toMatchObject([{ remedy: typeof remedy === "string" ? remedy : expect.stringMatching(remedy) }]);
});
