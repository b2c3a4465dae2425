import type { Cause } from "../../diagnostics/cause";

/** Why Loki refuses lines, by its own word for it. @see https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/ */
export const BY_REASON: Readonly<Record<string, Cause>> = {
  stream_limit: {
    cause: "The cluster writes more streams than Loki takes (loki.maxStreams).",
    next: "raise loki.maxStreams and loki.resources in main.ts (npm run capacity says how far), then: npm run deploy",
  },
  rate_limited: {
    cause: "The cluster writes more bytes a second than Loki takes (limits_config.ingestion_rate_mb).",
    next: mostWritten("namespace"),
  },
  per_stream_rate_limit: {
    cause: "One container writes faster than Loki takes from a stream (limits_config.per_stream_rate_limit).",
    next: mostWritten("container"),
  },
  greater_than_max_sample_age: {
    cause: "Lines are older than the retention: a node's clock is wrong, or others than the plan's agents send them.",
    next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'timestamp too old'",
  },
  too_far_behind: {
    cause:
      "Lines of a stream are hours older than its newest: two agents read the same files, or a clock was set back.",
    next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'too far behind'",
  },
  too_far_in_future: {
    cause: "The clock of a node is more than ten minutes ahead.",
    next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep 'timestamp too new'",
  },
};

export const OTHER_REASON: Cause = {
  cause: "Loki refuses lines for the reason that stands above.",
  next: "kubectl --namespace <namespace> logs <release>-0 --since=10m | grep -E 'level=(error|warn)'",
};

export const AGENTS_DROP: Cause = {
  cause: "Agents throw lines away that Loki refuses for good.",
  next: "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'final error sending batch'",
};

export const AGENTS_RETRY: Cause = {
  cause: "Agents send lines again, because Loki doesn't take them or isn't reached.",
  next: "kubectl --namespace <namespace> logs <agent> --since=10m | grep 'error sending batch'",
};

/** Shows by whose value of a label the most bytes of the last hour were written. */
function mostWritten(label: string): string {
  const query = `query=${encodeURIComponent(`{${label}=~".+"}`)}&targetLabels=${label}&limit=10`;
  const service = "/api/v1/namespaces/<namespace>/services/<release>:<port>/proxy";
  return `kubectl get --raw '${service}/loki/api/v1/index/volume?${query}'`;
}

export const REFUSED_CAUSES: readonly Cause[] = [...Object.values(BY_REASON), OTHER_REASON, AGENTS_DROP, AGENTS_RETRY];
