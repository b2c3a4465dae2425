import { ByteSize, Duration, installation } from "./src";

installation({
  // Alertmanager and Grafana already run in this namespace.
  namespace: { name: "monitoring", create: false },
  alertmanager: { service: "prometheus-alertmanager", namespace: "monitoring", port: 9093 },
  nfs: { server: "10.0.10.15", path: "/mnt/main/loki", size: ByteSize.gibibytes(15) },
  cluster: {
    nodes: 5,
    taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
  },
  load: { pods: 450, podStartsPerDay: 10_000, bytesPerDay: ByteSize.gibibytes(1) },
  loki: {
    ingester: { maxChunkAge: Duration.hours(24), chunkIdlePeriod: Duration.hours(12) },
    wal: { size: ByteSize.gibibytes(2) },
    retention: Duration.days(7),
  },
});
