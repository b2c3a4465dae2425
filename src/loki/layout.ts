/** The name of the Helm release, the StatefulSet, the Service and the container. */
export const LOKI = "loki";

/** The tenant that Loki uses if auth_enabled is false. @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
export const SINGLE_TENANT = "fake";

/** The labels by which the chart's StatefulSet and Service select the pod. */
export const LOKI_PODS = {
  "app.kubernetes.io/name": LOKI,
  "app.kubernetes.io/instance": LOKI,
  "app.kubernetes.io/component": "single-binary",
};

/** The only pod of the StatefulSet. */
export const LOKI_POD = `${LOKI}-0`;

export interface DirectoriesModel {
  /** The mount path of the volume. */
  readonly data: string;
  readonly chunks: string;
  readonly compactor: string;
  readonly activeIndex: string;
  readonly indexCache: string;
  readonly ruleScratch: string;
  readonly rulerWal: string;
}

export interface RulesMountModel {
  /** The rules directory in the ruler's configuration. */
  readonly directory: string;
  /** The mount path of the rules ConfigMap. The ruler reads one subdirectory per tenant. */
  readonly mountPath: string;
  readonly configMap: string;
}

/** The chart's container can write only under /var/loki (the claim), /tmp (an emptyDir) and its extra mounts. */
const DATA = "/var/loki";
const SCRATCH = "/tmp/loki";

export const DIRECTORIES: DirectoriesModel = {
  data: DATA,
  chunks: `${DATA}/chunks`,
  compactor: `${DATA}/compactor`,
  activeIndex: `${DATA}/tsdb-shipper-active`,
  indexCache: `${SCRATCH}/tsdb-shipper-cache`,
  ruleScratch: `${SCRATCH}/rules`,
  rulerWal: `${SCRATCH}/ruler-wal`,
};

export const RULES: RulesMountModel = {
  directory: "/loki/rules",
  mountPath: `/loki/rules/${SINGLE_TENANT}`,
  configMap: "loki-alert-rules",
};
