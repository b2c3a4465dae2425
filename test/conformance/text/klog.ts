import type { Shape } from "./shape";

const SOURCES = ["reconciler.go:224", "operation_generator.go:637", "kubelet.go:2406", "prober.go:107"] as const;
const MESSAGES = [
  "Reconciled object",
  "operationExecutor.MountVolume started for volume",
  "SyncLoop UPDATE",
  "Probe failed",
  "Updated status of pod",
] as const;

/** A component of Kubernetes. @see https://kubernetes.io/docs/concepts/cluster-administration/system-logs/ */
export const klog: Shape = (random, time) => {
  const at = new Date(time).toISOString();
  const head = `${random.oneOf(["I", "I", "I", "W", "E"])}${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 23)}${random.below(1_000)}`;
  const pod = `namespace-${random.below(30)}/web-${random.hexadecimal(5)}`;
  return [
    `${head}       1 ${random.oneOf(SOURCES)}] "${random.oneOf(MESSAGES)}" pod="${pod}" podUID="${random.hexadecimal(16)}" duration="${(random.next() * 900).toFixed(4)}ms"`,
  ];
};
