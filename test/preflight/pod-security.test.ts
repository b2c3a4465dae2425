import type { V1Namespace } from "@kubernetes/client-node";
import type { AlloySettings } from "../../src/alloy/settings";
import { valueAt } from "../../src/checks/values";
import { judgeLevel, judgeTrial } from "../../src/preflight/pod-security/judgement";
import { isOpenShift, unknownOnOpenShift } from "../../src/preflight/pod-security/openshift";
import { endOf } from "../../src/preflight/pod-security/trial";
import { trialPod } from "../../src/preflight/pod-security/trial-pod";
import { stack } from "../checks/stacks";
import { exampleModel } from "../helpers/example";
import { fault } from "./objects";

const LABEL = "pod-security.kubernetes.io/enforce";

function namespace(level?: string): V1Namespace {
  return { metadata: { name: "logs", ...(level !== undefined && { labels: { [LABEL]: level } }) } };
}

test.each(["baseline", "restricted"])("the level %s lets no agent in", (level) => {
  const { status, next, names } = fault(judgeLevel(namespace(level)));
  expect(status).toBe("broken");
  expect(next).toContain(`${LABEL}=privileged --overwrite`);
  expect(names).toEqual({ namespace: "logs" });
});

test.each(["privileged", undefined])("the level %s alone doesn't tell, so a pod is tried", (level) => {
  expect(judgeLevel(namespace(level))).toBeNull();
});

describe("the pod that is tried", () => {
  test("has all that lower levels forbid, and asks for what an agent does", () => {
    expect(trialPod(exampleModel()).spec).toMatchObject({
      hostPID: true,
      initContainers: [{ securityContext: { privileged: true } }],
      containers: [{ resources: { requests: { cpu: "50m", memory: "128Mi" } } }],
    });
  });

  test("gives up what the agent's container gives up", () => {
    const [container] = trialPod(exampleModel()).spec?.containers ?? [];
    expect(container?.securityContext).toEqual(valueAt(stack().agent.values, "alloy.securityContext"));
  });

  test("mounts the node's paths that the agent mounts, and writes where it does", () => {
    const { volumes, containers } = trialPod(exampleModel()).spec ?? {};
    expect(volumes?.map(({ hostPath }) => hostPath?.path)).toEqual([
      "/var/log",
      "/var/lib/alloy/monitoring",
      "/run/log",
      "/etc/machine-id",
    ]);
    const writable = containers?.[0]?.volumeMounts?.filter(({ readOnly }) => !readOnly) ?? [];
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(["/var/lib/alloy/monitoring"]);
  });

  test.each<[AlloySettings, string, boolean]>([
    [{ journal: false }, "/run/log", false],
    [{ runtime: "docker" }, "/var/lib/docker/containers", true],
  ])("follows %j", (alloy, path, has) => {
    const { volumes = [] } = trialPod(exampleModel({ alloy })).spec ?? {};
    expect(volumes.some(({ hostPath }) => hostPath?.path === path)).toBe(has);
  });
});

describe("the trial", () => {
  test("that is let in says so", () => {
    expect(judgeTrial({ refused: null }, namespace())).toMatchObject({
      figure: "no level of its own, and such a pod is let in",
    });
  });

  test("that was not made leaves a policy unseen, whatever the label says", () => {
    expect(judgeTrial({ unknown: "no such pod was tried" }, namespace("privileged"))).toEqual({
      status: "not-measured",
      why: 'the level "privileged"; no such pod was tried',
    });
  });

  test.each([
    [
      'pods "x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
      "broken",
      "default",
    ],
    [
      'pods "x" is forbidden: unable to validate against any security context constraint: [provider "restricted-v2": .spec.securityContext.hostPID: Invalid value: true]',
      "broken",
      "OpenShift",
    ],
    ['admission webhook "validate.kyverno.svc" denied the request: no host paths', "broken", "policy engine"],
    ["ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no host paths", "broken", "policy engine"],
    ['pods "x" is forbidden: exceeded quota: q', "doubtful", "Another admission plugin"],
  ])("that is refused is explained: %s", (refused, status, cause) => {
    const seen = fault(judgeTrial({ refused }, namespace()));
    expect([seen.status, seen.found]).toEqual([status, refused]);
    expect(seen.cause).toContain(cause);
  });
});

describe("a dry run that ends with an error", () => {
  const error = (code: number, message: string) =>
    Object.assign(new Error("HTTP"), {
      code,
      body: JSON.stringify({ kind: "Status", apiVersion: "v1", code, message }),
    });

  test("is a refusal, in the API server's words", () => {
    expect(endOf(error(403, "no host paths"))).toEqual({ refused: "no host paths" });
  });

  test("is no trial where a webhook can't take part in one", () => {
    const message = 'admission webhook "audit.example.com" does not support dry run';
    expect(endOf(error(400, message))).toEqual({ unknown: `no such pod was tried: ${message}` });
  });

  test.each([
    'pods "trial" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=5, limited: pods=5',
    'pods "trial" is forbidden: maximum cpu usage per Container is 100m, but limit is 1',
  ])("that finds no room says nothing of security: %s", (message) => {
    expect(endOf(error(403, message))).toEqual({
      unknown: expect.stringContaining('which "limits" and "quota" judge'),
    });
  });

  test("says nothing of the pod where the API server is ill, or nothing answers", () => {
    expect(endOf(error(500, "no host paths"))).toBeNull();
    expect(endOf(new Error("connect ECONNREFUSED"))).toBeNull();
  });
});

describe("OpenShift", () => {
  const answering = (...names: readonly string[]) => ({
    getAPIVersions: async () => ({ groups: names.map((name) => ({ name, versions: [] })) }),
  });

  test("is told by its API of security context constraints", async () => {
    expect(await isOpenShift(answering("apps", "security.openshift.io"))).toBe(true);
    expect(await isOpenShift(answering("apps", "route.openshift.io"))).toBe(false);
  });

  test("asks for each ServiceAccount that the plan's pods have", () => {
    const why = unknownOnOpenShift("logs");
    expect(why).toContain("privileged -n logs -z default -z alloy &&");
    expect(why).toContain("nonroot-v2 -n logs -z loki -z alloy-events");
  });
});
