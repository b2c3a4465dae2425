import type { V1NetworkPolicy } from "@kubernetes/client-node";
import type { Cause } from "../../src/diagnostics/cause";
import { type AccessEvidence, access, causes, type Target } from "../../src/verify/access";
import { exampleModel } from "../helpers/example";

const LOKI: Target = { pod: "loki-0", labels: { app: "loki" }, host: "10.0.0.1", port: 3100 };
const SERVICE: Target = { ...LOKI, host: "10.96.0.9" };
const AGENT: Target = { pod: "alloy-a", labels: { app: "alloy" }, host: "10.0.0.2", port: 12345 };
const TARGETS = [LOKI, SERVICE, AGENT];
const API_SERVER = { host: "10.96.0.1", port: 443, isOpen: true };

function policy(name: string, app: string, ingress: object[] = [{}]): V1NetworkPolicy {
  return { metadata: { name }, spec: { podSelector: { matchLabels: { app } }, ingress } };
}

const OWN = [policy("loki", "loki"), policy("alloy", "alloy")];

/** The results if these targets answer. */
function analyze(open: readonly Target[], evidence: Partial<AccessEvidence> = {}) {
  const attempts = TARGETS.map(({ host, port }) => ({ host, port, isOpen: open.some((one) => one.host === host) }));
  return access.analyze({
    targets: TARGETS,
    attempts: [...attempts, API_SERVER],
    problem: null,
    policies: OWN,
    ownPolicies: ["loki", "alloy"],
    namespace: "logs",
    drillNamespace: "logs-drill",
    ...evidence,
  });
}

test("passes if nothing answers but the API server", () => {
  expect(analyze([])).toEqual({
    status: "pass",
    detail: `no connection from "logs-drill" to 2 pods, with Loki's Service`,
    notes: [],
  });
});

test("takes no answer at all for no proof", () => {
  const attempts = TARGETS.map(({ host, port }) => ({ host, port, isOpen: false }));
  expect(analyze([], { attempts })).toMatchObject({ status: "warn", causes: [causes.noNetwork()] });
});

test("fails if one pod answers, directly or through its Service", () => {
  expect(analyze([AGENT])).toMatchObject({ status: "fail", got: 'a pod of "logs-drill" reaches alloy-a:12345' });
  expect(analyze([SERVICE])).toMatchObject({ status: "fail", got: 'a pod of "logs-drill" reaches loki-0:3100' });
  expect(access.failure).toBe("access");
});

const FACTS = { namespace: "logs", pod: "loki-0" };

test.each<[string, readonly V1NetworkPolicy[], readonly Cause[]]>([
  ["a missing policy", OWN.slice(1), [causes.noPolicy({ policy: "loki" })]],
  [
    "a second policy that admits it",
    [...OWN, policy("open", "loki")],
    [causes.otherPolicy({ ...FACTS, policy: "open" })],
  ],
  [
    "a second policy of other pods",
    [...OWN, policy("web", "web")],
    [causes.notEnforced(), causes.changedPolicy({ policy: "loki" })],
  ],
  [
    "a second policy that admits nothing",
    [...OWN, policy("closed", "loki", [])],
    [causes.notEnforced(), causes.changedPolicy({ policy: "loki" })],
  ],
])("has the causes of %s", (_, policies, expected) => {
  expect(analyze([LOKI], { policies })).toMatchObject({ status: "fail", causes: expected });
});

test("warns about a pod that cannot run, in the words of Kubernetes", () => {
  expect(analyze([], { attempts: [], problem: "OutOfpods" })).toMatchObject({
    status: "warn",
    got: "not measured: OutOfpods",
    causes: [causes.podNotRun({ drillNamespace: "logs-drill" })],
  });
});

test("is skipped if no pod of the stack runs", () => {
  expect(analyze([], { targets: [] })).toMatchObject({ status: "skipped" });
});

test("creates pods only in the namespace of the drill", () => {
  const creating = access.permissions(exampleModel(), false).filter(({ verbs }) => verbs.includes("create"));
  expect(creating.map(({ namespace }) => namespace)).toEqual(["monitoring-drill"]);
});
