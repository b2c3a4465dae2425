import type { Settings } from "../../src/settings/settings";
import { ByteSize, Duration } from "../../src/units";

const MOMENT = Duration.seconds(1);

/** Settings with different configurations of Loki; Loki must start with each. */
export const lokis: Readonly<Record<string, Partial<Settings>>> = {
  "the example": {},
  "no Alertmanager": { alertmanager: "none" },
  "no patterns": { loki: { patterns: false } },
  "the smallest sizes": {
    loki: {
      maxStreams: 1,
      wal: { size: ByteSize.mebibytes(256) },
      ingester: { chunkTargetSize: ByteSize.kibibytes(1) },
      resources: { memoryRequest: ByteSize.mebibytes(512), memoryLimit: ByteSize.mebibytes(512) },
    },
  },
  "the shortest times": {
    loki: {
      retention: Duration.hours(24),
      compactionInterval: MOMENT,
      ingester: { maxChunkAge: MOMENT, chunkIdlePeriod: MOMENT, chunkRetainPeriod: MOMENT },
    },
  },
  "long times": {
    loki: {
      retention: Duration.days(365),
      compactionInterval: Duration.hours(24),
      ingester: {
        maxChunkAge: Duration.days(7),
        chunkIdlePeriod: Duration.days(3),
        chunkRetainPeriod: Duration.hours(12),
      },
    },
  },
  "another namespace, domain and port": {
    namespace: { name: "logs", create: true },
    cluster: { domain: "cluster.example" },
    alertmanager: { service: "alerts", namespace: "alerting", port: 80 },
  },
};
