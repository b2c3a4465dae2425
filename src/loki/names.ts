/** The Helm release, and with it the StatefulSet, the Service and the container. */
export const LOKI = "loki";

/** The tenant of everything while auth_enabled is off. @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/ */
export const SINGLE_TENANT = "fake";

/** The one pod of the StatefulSet. */
export const LOKI_POD = `${LOKI}-0`;
