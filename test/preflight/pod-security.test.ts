import type { V1Namespace } from "@kubernetes/client-node";
import { judgeLevel, judgeTrial } from "../../src/preflight/pod-security/judgement";
import { endOf } from "../../src/preflight/pod-security/trial";
import { trialPod } from "../../src/preflight/pod-security/trial-pod";
import { exampleModel } from "../example";
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

test("the pod that is tried has all that lower levels forbid, and asks for what an agent does", () => {
  const { spec } = trialPod(exampleModel());
  expect(spec).toMatchObject({
    hostPID: true,
    volumes: [{ hostPath: { path: "/var/log" } }],
    initContainers: [{ securityContext: { privileged: true } }],
    containers: [{ securityContext: { runAsUser: 0 }, resources: { requests: { cpu: "50m", memory: "128Mi" } } }],
  });
});

describe("the trial", () => {
  test("that is let in says so", () => {
    expect(judgeTrial({ refused: null }, namespace())).toMatchObject({
      figure: "no level of its own, and such a pod is let in",
    });
  });

  test("that was not made leaves what the label says, and says that it was not made", () => {
    expect(judgeTrial({ untried: "whoever asks may not" }, namespace("privileged"))).toMatchObject({
      figure: 'the level "privileged"',
      notes: ["no such pod was tried: whoever asks may not"],
    });
  });

  test.each([
    [
      'pods "x" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
      "broken",
      "default",
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
    expect(endOf(error(400, message))).toEqual({ untried: message });
  });

  test("says nothing of the pod where the API server is ill, or nothing answers", () => {
    expect(endOf(error(500, "no host paths"))).toBeNull();
    expect(endOf(new Error("connect ECONNREFUSED"))).toBeNull();
  });
});
