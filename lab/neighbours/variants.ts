import type { Model } from "../../src/model";

/** An installation to compare. */
export interface Variant {
  readonly name: string;
  readonly model: Model;
  /** Flags that override Loki's configuration. */
  readonly flags: readonly string[];
}

export const VARIANT_NAMES = ["defaults", "loki", "stack"] as const;
export type VariantName = (typeof VARIANT_NAMES)[number];

/** Loki's default limits, and its default checkpoints. */
const DEFAULTS = [
  ...["-distributor.ingestion-rate-limit-mb=4", "-distributor.ingestion-burst-size-mb=6"],
  ...["-ingester.per-stream-rate-limit=3MB", "-ingester.per-stream-rate-limit-burst=15MB"],
  ...["-shard-streams.enabled=true", "-ingester.checkpoint-duration=5m", "-ingester.wal-disk-full-threshold=0.45"],
];

/**
 * - `defaults`: Loki's default limits, and agents that send everything.
 * - `loki`: the stack's limits in Loki, and agents that send everything.
 * - `stack`: the stack.
 */
export function variant(name: VariantName, model: Model): Variant {
  return { name, model: name === "stack" ? model : unlimitedAgents(model), flags: name === "defaults" ? DEFAULTS : [] };
}

const UNLIMITED = { rate: 1e9, burst: 1e9 };

function unlimitedAgents(model: Model): Model {
  return { ...model, alloy: { ...model.alloy, limits: { share: UNLIMITED, volume: UNLIMITED } } };
}
