import type { V1Pod } from "@kubernetes/client-node";
import { podProblem } from "../../src/diagnostics/pod-problems";
import { container, pod, warning } from "../verify/objects";

const OOM = { exitCode: 137, reason: "OOMKilled" };

test.each<[string, V1Pod, string, string]>([
  ["stopping", { metadata: { deletionTimestamp: new Date() } }, "stopping", "stopping"],
  [
    "that the kubelet ended",
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
    "that was killed for memory, and waits to restart",
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
    "that ends repeatedly",
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
    "whose init container failed",
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
    "whose container cannot be created",
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
])("recognizes a pod %s", (_, parts, kind, message) => {
  expect(podProblem(pod("p", "a", { ...parts, ready: false }), [])).toMatchObject({ kind, message });
});

test("falls back to the last warning about the pod", () => {
  const warnings = [
    warning("Pod", "p", "Unhealthy", "503", 1),
    warning("Pod", "p", "FailedMount", "mount.nfs: access denied ", 2),
    warning("Pod", "other", "FailedScheduling", "no node", 3),
    warning("Pod", "p", "Unknown", "unknown", 4),
  ];
  expect(podProblem(pod("p", "a", { ready: false }), warnings)).toEqual({
    kind: "mount",
    message: "FailedMount: mount.nfs: access denied",
    container: null,
  });
});

test("ignores an init container that succeeded", () => {
  const done = container("sysctl", { ready: true, state: { terminated: { exitCode: 0, reason: "Completed" } } });
  expect(podProblem(pod("p", "a", { ready: false, status: { initContainerStatuses: [done] } }), []).kind).toBe(
    "starting",
  );
});
