/** Minor version of Kubernetes 1 below which Helm refuses the chart of Loki: its kubeVersion is ">=1.25.0-0". */
export const OLDEST_MINOR = 25;
