import {
  inCluster,
  inNamespace,
  type Permission,
  type RbacProps,
  type Requester,
  rbacManifests,
  readSubject,
  subjectOf,
  throughProxy,
} from "../../src/diagnostics/rbac";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

function requester(permissions: readonly Permission[], mutates = false): Requester {
  return { mutates, permissions: () => permissions };
}

const DIAGNOSTICS = [
  requester([inCluster("nodes", ["list"]), inNamespace("monitoring", "pods", ["list"])]),
  requester([
    inNamespace("monitoring", "daemonsets", ["list"], "apps"),
    inNamespace("alerting", "services/proxy", ["get"]),
  ]),
  requester(
    [inNamespace("monitoring", "pods", ["delete", "create"]), inNamespace("monitoring", "pods/log", ["get"])],
    true,
  ),
  requester([inNamespace("monitoring", "pods", ["list"]), inNamespace("monitoring", "events", ["list"])]),
];

function printed(props: Partial<RbacProps> = {}): string {
  const subject = readSubject("ServiceAccount:monitoring/verify");
  return rbacManifests({
    diagnostics: DIAGNOSTICS,
    model: exampleModel(),
    name: "verify",
    readOnly: false,
    subject,
    ...props,
  });
}

test("prints one role for the cluster and one for each namespace", () => {
  const text = printed();
  expect(text).toBe(golden("diagnostics/golden/rbac.yaml", text));
});

test("does not depend on the order of the diagnostics", () => {
  expect(printed({ diagnostics: [...DIAGNOSTICS].reverse() })).toBe(printed());
});

test("leaves permissions to create out of a read-only run", () => {
  expect(printed()).toContain('"create"');
  expect(printed({ readOnly: true })).not.toMatch(/create|delete|pods\/log/);
});

test("says that a role must wait for a namespace that the deploy creates", () => {
  const made = exampleModel({ namespace: { create: true }, alertmanager: "none" });
  const [before, after] = printed({ model: made, subject: readSubject("User:jane") }).split(
    "# The first deploy creates",
  );
  expect(before).not.toContain('namespace: "monitoring"');
  expect(after).toContain('namespace: "monitoring"');
  expect(printed()).not.toContain("#");
});

test("says the same of the drill's namespace", () => {
  const diagnostics = [requester([inNamespace("monitoring-drill", "pods", ["create"])], true)];
  expect(printed({ diagnostics })).toContain("# The first deploy creates");
  expect(printed({ diagnostics, model: exampleModel({ drill: { create: false } }) })).not.toContain("#");
});

test("binds the roles to a user without creating one", () => {
  const text = printed({ subject: readSubject("User:jane@example.com") });
  expect(text).toContain('name: "jane@example.com"');
  expect(text).not.toContain("ServiceAccount");
});

test("rejects an invalid subject", () => {
  for (const text of ["jane", "ServiceAccount:verify"])
    expect(() => readSubject(text)).toThrow(expect.objectContaining({ name: "UsageError" }));
});

test("converts the API server's name of a user to a subject", () => {
  expect(readSubject(subjectOf("jane@example.com"))).toEqual({ kind: "User", name: "jane@example.com" });
  expect(readSubject(subjectOf("system:node:one"))).toEqual({ kind: "User", name: "system:node:one" });
  const account = { kind: "ServiceAccount", namespace: "monitoring", name: "verify" };
  expect(readSubject(subjectOf("system:serviceaccount:monitoring:verify"))).toEqual(account);
});

test("limits a permission to the named Service", () => {
  const diagnostics = [
    requester([
      throughProxy("monitoring", "loki", 3100, ["get"]),
      throughProxy("monitoring", "alerts", 9093, ["create"]),
    ]),
  ];
  const text = printed({ diagnostics });
  expect(text).toMatch(/resourceNames:\n\s+- "loki:3100"\n\s+verbs:\n\s+- "get"/);
  expect(text).toMatch(/resourceNames:\n\s+- "alerts:9093"\n\s+verbs:\n\s+- "create"/);
});
