import { fullThreshold } from "../../../src/capacity/admission";
import type { Model } from "../../../src/model";
import { ByteSize } from "../../../src/units";
import type { RunningLoki } from "../../components/loki";

/** Admits more than the log carries, with the threshold for this rate. With the derived limits, it never fills. */
export function overrunning(model: Model): Model {
  const { loki } = model;
  const admission = { rate: ByteSize.mebibytes(4), burst: ByteSize.mebibytes(6) };
  const limits = { ...loki.limits, ingestionRate: admission.rate, ingestionBurst: admission.burst };
  const wal = { ...loki.wal, fullThreshold: fullThreshold(loki.wal.size, admission) };
  return { ...model, loki: { ...loki, limits, wal } };
}

/** Shortens the checkpoint interval, over which Loki spreads the writing, from one minute. */
export function checkpointsEvery(seconds: number): readonly string[] {
  return [`-ingester.checkpoint-duration=${seconds}s`];
}

/** Returns true if the log was too full at Loki's last check. Until the next check, Loki rejects lines. */
export async function rejects({ api }: RunningLoki, threshold: number): Promise<boolean> {
  return (await api.metrics()).sum("loki_ingester_wal_disk_usage_percent") >= threshold;
}
