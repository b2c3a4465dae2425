import type { V1Namespace } from "@kubernetes/client-node";
import type { AlloySettings } from "../../src/alloy/settings";
import { valueAt } from "../../src/checks/values";
import { causes, isOpenShift, podSecurity, type Trial, trialOf, trialPod } from "../../src/preflight/pod-security";
import { stack } from "../checks/stacks";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

const LABEL = "pod-security.kubernetes.io/enforce";
const FACTS = { namespace: "logs" };

function namespace(level?: string): V1Namespace {
  return { metadata: { name: "logs", ...(level !== undefined && { labels: { [LABEL]: level } }) } };
}

function analyze(own: V1Namespace | null, trial: Trial | null = null) {
  return podSecurity.analyze({ name: "logs", namespace: own, trial });
}

test("passes for a namespace that the stack creates", () => {
  expect(analyze(null)).toMatchObject({ status: "pass", detail: 'the stack creates it with the level "privileged"' });
});

test.each(["baseline", "restricted"])("fails for the level %s, which admits no agent", (level) => {
  const outcome = analyze(namespace(level));
  const { status, got, next } = fault(outcome);
  expect([status, got]).toEqual(["fail", `the level "${level}"`]);
  expect(next).toContain(`namespace logs ${LABEL}=privileged --overwrite`);
  expect(outcome).toMatchObject({ causes: [causes.label({ ...FACTS, level })] });
});

test.each(["privileged", undefined])("requires a dry run for the level %s, which alone proves nothing", (level) => {
  const trial = { kind: "rejected", message: "no host paths" } as const;
  expect(analyze(namespace(level), trial)).toMatchObject({ got: "no host paths" });
});

describe("the pod of the dry run", () => {
  test("mounts what lower levels forbid, and requests what an agent requests", () => {
    expect(trialPod(exampleModel()).spec).toMatchObject({
      initContainers: [{ volumeMounts: [{ name: "inotify", mountPath: "/node/inotify" }] }],
      containers: [{ resources: { requests: { cpu: "50m", memory: "128Mi" } } }],
    });
  });

  test("has the restrictions of the agent's container, and shares no namespace of the node", () => {
    const { containers = [], initContainers = [], ...pod } = trialPod(exampleModel()).spec ?? {};
    for (const { securityContext } of [...containers, ...initContainers])
      expect(securityContext).toEqual(valueAt(stack().agent.values, "alloy.securityContext"));
    expect(pod).not.toHaveProperty("hostPID");
  });

  test("mounts the agent's host paths, writable like the agent's", () => {
    const { volumes, containers } = trialPod(exampleModel()).spec ?? {};
    expect(volumes?.map(({ hostPath }) => hostPath?.path)).toEqual([
      "/var/log",
      "/var/lib/alloy/monitoring",
      "/run/log",
      "/etc/machine-id",
      "/proc/sys/fs/inotify",
    ]);
    const writable = containers?.[0]?.volumeMounts?.filter(({ readOnly }) => !readOnly) ?? [];
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(["/var/lib/alloy/monitoring"]);
  });

  test.each<[AlloySettings, string, boolean]>([
    [{ journal: false }, "/run/log", false],
    [{ runtime: "docker" }, "/var/lib/docker/containers", true],
  ])("with the settings %j mounts %s: %p", (alloy, path, has) => {
    const { volumes = [] } = trialPod(exampleModel({ alloy })).spec ?? {};
    expect(volumes.some(({ hostPath }) => hostPath?.path === path)).toBe(has);
  });
});

describe("the dry run", () => {
  test("passes if the pod is admitted", () => {
    expect(analyze(namespace(), { kind: "admitted", isOpenShift: false })).toMatchObject({
      status: "pass",
      detail: "no level of its own, and such a pod is admitted",
    });
  });

  test("leaves the outcome unknown if it is inconclusive, even for a privileged namespace", () => {
    expect(analyze(namespace("privileged"), { kind: "inconclusive", reason: "no such pod was tried" })).toEqual({
      status: "skipped",
      reason: 'the level "privileged"; no such pod was tried',
    });
  });

  test.each([
    [
      'pods "x" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes (volume "varlog")',
      "fail",
      causes.defaultLevel(FACTS),
    ],
    [
      'pods "x" is forbidden: unable to validate against any security context constraint: [provider "restricted-v2": spec.volumes[0]: Invalid value: "hostPath"]',
      "fail",
      causes.scc(FACTS),
    ],
    [
      'admission webhook "validate.kyverno.svc" denied the request: no host paths',
      "fail",
      causes.webhook({ webhook: "validate.kyverno.svc" }),
    ],
    [
      "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no host paths",
      "fail",
      causes.policy({ policy: "p" }),
    ],
    ['pods "x" is forbidden: exceeded quota: q', "warn", causes.otherPlugin(FACTS)],
  ])("explains a rejection by only the plugin that the message names: %s", (message, status, cause) => {
    expect(analyze(namespace(), { kind: "rejected", message })).toMatchObject({
      status,
      got: message,
      causes: [cause],
    });
  });
});

describe("an error of the dry run", () => {
  const error = (code: number, message: string) =>
    Object.assign(new Error("HTTP"), {
      code,
      body: JSON.stringify({ kind: "Status", apiVersion: "v1", code, message }),
    });

  test("is a rejection, in the API server's words", () => {
    expect(trialOf(error(403, "no host paths"))).toEqual({ kind: "rejected", message: "no host paths" });
  });

  test("is inconclusive if a webhook does not support dry runs", () => {
    const message = 'admission webhook "audit.example.com" does not support dry run';
    expect(trialOf(error(400, message))).toEqual({ kind: "inconclusive", reason: `no such pod was tried: ${message}` });
  });

  test.each([
    'pods "trial" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=5, limited: pods=5',
    'pods "trial" is forbidden: maximum cpu usage per Container is 100m, but limit is 1',
  ])("is inconclusive if the pod has no room: %s", (message) => {
    expect(trialOf(error(403, message))).toEqual({
      kind: "inconclusive",
      reason: expect.stringContaining('which "limits" and "quota" examine'),
    });
  });

  test("says nothing about the pod if the API server fails or does not answer", () => {
    expect(trialOf(error(500, "no host paths"))).toBeNull();
    expect(trialOf(new Error("connect ECONNREFUSED"))).toBeNull();
  });
});

describe("OpenShift", () => {
  const answering = (...names: readonly string[]) => ({
    getAPIVersions: async () => ({ groups: names.map((name) => ({ name, versions: [] })) }),
  });

  test("is recognized by its API of security context constraints", async () => {
    expect(await isOpenShift(answering("apps", "security.openshift.io"))).toBe(true);
    expect(await isOpenShift(answering("apps", "route.openshift.io"))).toBe(false);
  });

  test("leaves open what each ServiceAccount of the stack may do, and prints the commands that allow it", () => {
    const outcome = analyze(namespace(), { kind: "admitted", isOpenShift: true });
    expect(outcome).toMatchObject({
      status: "skipped",
      reason: expect.stringContaining("privileged --namespace logs --serviceaccount default --serviceaccount alloy &&"),
    });
    expect(outcome).toMatchObject({
      reason: expect.stringContaining("--namespace logs --serviceaccount loki --serviceaccount alloy-events"),
    });
  });
});
