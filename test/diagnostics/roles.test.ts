import type { Link } from "../../src/diagnostics/diagnostic";
import { holds } from "../../src/diagnostics/outcome";
import { type Access, inCluster, inNamespace, throughProxy } from "../../src/diagnostics/permission";
import { type RolesProps, roles } from "../../src/diagnostics/rbac";
import { readSubject, subjectOf } from "../../src/diagnostics/rbac/subject";
import { Duration } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

function link(access: readonly Access[], creates = false): Link<unknown> {
  return {
    id: "link",
    title: "It works",
    after: [],
    failure: "loki",
    patience: Duration.seconds(1),
    access: () => access,
    creates,
    causes: [],
    look: async () => holds("1"),
  };
}

const LINKS = [
  link([inCluster("nodes", ["list"]), inNamespace("monitoring", "pods", ["list"])]),
  link([inNamespace("monitoring", "daemonsets", ["list"], "apps"), inNamespace("alerting", "services/proxy", ["get"])]),
  link([inNamespace("monitoring", "pods", ["delete", "create"]), inNamespace("monitoring", "pods/log", ["get"])], true),
  link([inNamespace("monitoring", "pods", ["list"]), inNamespace("monitoring", "events", ["list"])]),
];

function printed(props: Partial<RolesProps> = {}): string {
  const subject = readSubject("ServiceAccount:monitoring/verify");
  return roles({ links: LINKS, model: exampleModel(), name: "verify", readOnly: false, subject, ...props });
}

test("all that the links ask is one role for the cluster and one for each namespace", () => {
  const text = printed();
  expect(text).toBe(golden("diagnostics/golden/roles.yaml", text));
});

test("the order of the links changes nothing", () => {
  expect(printed({ links: [...LINKS].reverse() })).toBe(printed());
});

test("a run that only reads needs no role that makes something", () => {
  expect(printed()).toContain('"create"');
  expect(printed({ readOnly: true })).not.toMatch(/create|delete|pods\/log/);
});

test("what lies in a namespace that the deploy makes says that it can't be made before", () => {
  const made = exampleModel({ namespace: { create: true }, alertmanager: "none" });
  const [before, after] = printed({ model: made, subject: readSubject("User:jane") }).split("# The deploy makes");
  expect(before).not.toContain('namespace: "monitoring"');
  expect(after).toContain('namespace: "monitoring"');
  expect(printed()).not.toContain("#");
});

test("a person gets the roles, and isn't made", () => {
  const text = printed({ subject: readSubject("User:jane@example.com") });
  expect(text).toContain('name: "jane@example.com"');
  expect(text).not.toContain("ServiceAccount");
});

test("a subject of no kind can't be followed", () => {
  for (const text of ["jane", "ServiceAccount:verify"])
    expect(() => readSubject(text)).toThrow(expect.objectContaining({ name: "UsageError" }));
});

test("whom the API server refuses is a subject", () => {
  expect(readSubject(subjectOf("jane@example.com"))).toEqual({ kind: "User", name: "jane@example.com" });
  expect(readSubject(subjectOf("system:node:one"))).toEqual({ kind: "User", name: "system:node:one" });
  const account = { kind: "ServiceAccount", namespace: "monitoring", name: "verify" };
  expect(readSubject(subjectOf("system:serviceaccount:monitoring:verify"))).toEqual(account);
});

test("what is asked of one Service opens no other", () => {
  const links = [
    link([throughProxy("monitoring", "loki", 3100, ["get"]), throughProxy("monitoring", "alerts", 9093, ["create"])]),
  ];
  const text = printed({ links });
  expect(text).toMatch(/resourceNames:\n\s+- "loki:3100"\n\s+verbs:\n\s+- "get"/);
  expect(text).toMatch(/resourceNames:\n\s+- "alerts:9093"\n\s+verbs:\n\s+- "create"/);
});
