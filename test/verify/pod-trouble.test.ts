import type { V1Pod } from "@kubernetes/client-node";
import { troubleOf } from "../../src/verify/kubernetes/pod-trouble";
import { container, pod, warning } from "./objects";

const OOM = { exitCode: 137, reason: "OOMKilled" };

test.each<[string, V1Pod, string, string]>([
  ["stopping", { metadata: { deletionTimestamp: new Date() } }, "stopping", "stopping"],
  [
    "ended by the kubelet",
    { status: { phase: "Failed", reason: "Evicted", message: "low on disk" } },
    "evicted",
    "Evicted: low on disk",
  ],
  [
    "without a node",
    { status: { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no cpu" }] } },
    "unschedulable",
    "Unschedulable: no cpu",
  ],
  [
    "killed for memory, and waiting to start again",
    {
      status: {
        containerStatuses: [
          container("loki", { state: { waiting: { reason: "CrashLoopBackOff" } }, lastState: { terminated: OOM } }),
        ],
      },
    },
    "memory",
    "loki: OOMKilled (exit code 137)",
  ],
  [
    "that ends again and again",
    {
      status: {
        containerStatuses: [
          container("loki", {
            state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m" } },
            lastState: { terminated: { exitCode: 1, reason: "Error" } },
          }),
        ],
      },
    },
    "crash",
    "loki: CrashLoopBackOff: Error (exit code 1)",
  ],
  [
    "whose init container has failed",
    {
      status: {
        initContainerStatuses: [container("sysctl", { state: { terminated: { exitCode: 1, reason: "Error" } } })],
      },
    },
    "crash",
    "sysctl: Error (exit code 1)",
  ],
  [
    "without its image",
    {
      status: {
        containerStatuses: [
          container("alloy", { state: { waiting: { reason: "ImagePullBackOff", message: "not found" } } }),
        ],
      },
    },
    "image",
    "alloy: ImagePullBackOff: not found",
  ],
  [
    "whose container can't be made",
    {
      status: {
        containerStatuses: [container("alloy", { state: { waiting: { reason: "CreateContainerConfigError" } } })],
      },
    },
    "container",
    "alloy: CreateContainerConfigError",
  ],
  [
    "that starts",
    { status: { containerStatuses: [container("alloy", { state: { waiting: { reason: "ContainerCreating" } } })] } },
    "starting",
    "still starting",
  ],
])("of a pod %s", (_, parts, kind, says) => {
  expect(troubleOf(pod("p", "a", { ...parts, ready: false }), [])).toMatchObject({ kind, says });
});

test("where the containers say nothing, the last warning about the pod does", () => {
  const warnings = [
    warning("Pod", "p", "Unhealthy", "503", 1),
    warning("Pod", "p", "FailedMount", "mount.nfs: access denied ", 2),
    warning("Pod", "other", "FailedScheduling", "no node", 3),
    warning("Pod", "p", "Unknown", "nobody knows", 4),
  ];
  expect(troubleOf(pod("p", "a", { ready: false }), warnings)).toEqual({
    kind: "mount",
    says: "FailedMount: mount.nfs: access denied",
    container: null,
  });
});

test("an init container that has done its work is no trouble", () => {
  const done = container("sysctl", { ready: true, state: { terminated: { exitCode: 0, reason: "Completed" } } });
  expect(troubleOf(pod("p", "a", { ready: false, status: { initContainerStatuses: [done] } }), []).kind).toBe(
    "starting",
  );
});
