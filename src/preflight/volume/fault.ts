import type { V1PersistentVolume, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";

export interface Pair {
  readonly volume: V1PersistentVolume | null;
  readonly claim: V1PersistentVolumeClaim | null;
}

export interface Fault {
  readonly found: string;
  readonly causes: readonly Cause[];
  /** Whether it may end by itself. */
  readonly isPassing?: true;
}
