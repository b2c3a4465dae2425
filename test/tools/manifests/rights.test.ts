import { rightsOf } from "../../../tools/manifests/rights";

const CONFINED = {
  runAsUser: 1,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

function podRights(pod: object, container: object = {}): readonly string[] {
  const containers = [{ name: "a", securityContext: CONFINED, ...container }];
  const spec = { template: { spec: { automountServiceAccountToken: false, containers, ...pod } } };
  const metadata = { name: "x" };
  return rightsOf([{ apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec }]).map(({ right }) => right);
}

test("a confined container has only its user", () => {
  expect(podRights({})).toEqual(["container a, user 1"]);
});

test("a container without a security context has everything that the runtime gives it", () => {
  expect(podRights({}, { securityContext: undefined })).toEqual([
    "container a, user of the image, with capabilities, may gain privileges, writable root, no seccomp profile",
  ]);
});

test.each([
  [{ privileged: true }, "privileged"],
  [{ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }, "with capabilities"],
  [{ allowPrivilegeEscalation: true }, "may gain privileges"],
  [{ readOnlyRootFilesystem: false }, "writable root"],
  [{ seccompProfile: { type: "Unconfined" } }, "no seccomp profile"],
])("shows %j", (change, right) => {
  expect(podRights({}, { securityContext: { ...CONFINED, ...change } })).toEqual([`container a, user 1, ${right}`]);
});

test.each([
  [{ hostPID: true }, "hostPID"],
  [{ hostNetwork: true }, "hostNetwork"],
  [{ automountServiceAccountToken: true, serviceAccountName: "b" }, "token of b"],
])("shows %j of a pod", (pod, right) => {
  expect(podRights(pod)).toContain(right);
});

test.each([
  [true, "read-only"],
  [false, "writable"],
])("shows a host path that is mounted with readOnly: %j as %s", (readOnly, access) => {
  const volumes = [{ name: "v", hostPath: { path: "/var/log" } }];
  expect(podRights({ volumes }, { volumeMounts: [{ name: "v", readOnly }] })).toContain(
    `host path /var/log, ${access}`,
  );
});

test("shows the ports of Services and containers, and the rules of roles", () => {
  expect(podRights({}, { ports: [{ containerPort: 80 }] })).toContain("port 80");
  const rules = [{ resources: ["pods"], verbs: ["list", "watch"] }];
  expect(
    rightsOf([
      { apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec: { ports: [{ port: 1 }, { port: 2 }] } },
      { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "r" }, rules },
    ]),
  ).toEqual([
    { object: "Service/s", right: "port 1, 2" },
    { object: "ClusterRole/r", right: "list, watch pods" },
  ]);
});
