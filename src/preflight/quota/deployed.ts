import type { V1LimitRange, V1Node, V1ObjectMeta, V1PersistentVolumeClaim, V1Pod } from "@kubernetes/client-node";

/** What is in the namespace, as far as a quota counts it. */
export interface Deployed {
  readonly pods: readonly V1Pod[];
  readonly claims: readonly V1PersistentVolumeClaim[];
  readonly ranges: readonly V1LimitRange[];
  /** By their kind, those of which a quota bounds the number. */
  readonly objects: Readonly<Record<string, readonly ApiObject[]>>;
  /** Those that take an agent. */
  readonly nodes: readonly V1Node[];
}

export interface ApiObject {
  readonly metadata?: V1ObjectMeta;
}
