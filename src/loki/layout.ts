/** The Helm release, and with it the StatefulSet, the Service and the container. */
export const LOKI = "loki";

/** The tenant of everything while auth_enabled is off. @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
export const SINGLE_TENANT = "fake";

/** The one pod of the StatefulSet. */
export const LOKI_POD = `${LOKI}-0`;

export interface DirectoriesModel {
  /** Where the volume is mounted. */
  readonly data: string;
  readonly chunks: string;
  readonly compactor: string;
  readonly activeIndex: string;
  readonly indexCache: string;
  readonly ruleScratch: string;
  readonly rulerWal: string;
}

export interface RulesMountModel {
  /** What the ruler is told. */
  readonly directory: string;
  /** Where the ConfigMap is mounted: the ruler reads one folder a tenant. */
  readonly mountPath: string;
  readonly configMap: string;
}

/** The chart's container may write under /var/loki (the claim), /tmp (an emptyDir) and its extra mounts, nowhere else. */
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
