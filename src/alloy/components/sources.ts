import type { Duration } from "../../units";
import { Expression } from "../syntax";
import type { ContentComponent } from "./api-server";
import {
  exported,
  forwardTo,
  type Receivers,
  type RulesComponent,
  type Source,
  type TargetsComponent,
} from "./component";

/**
 * Discovers the pods of one node. Without the selector every agent would watch every pod in the cluster.
 * @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.kubernetes/
 */
export function discoveryKubernetesPods(label: string, props: { readonly field: Expression }): TargetsComponent {
  const name = "discovery.kubernetes";
  return {
    block: {
      name,
      label,
      attributes: { role: "pod" },
      blocks: [{ name: "selectors", attributes: { role: "pod", field: props.field } }],
    },
    upstream: [],
    downstream: [],
    targets: exported(name, label, "targets"),
  };
}

export interface SourceFileProps {
  /** Targets whose __path__ may contain wildcards. */
  readonly targets: TargetsComponent;
  /** Expands wildcards. Required: without it a path with a wildcard silently matches nothing. */
  readonly fileMatch: { readonly syncPeriod: Duration };
  readonly forwardTo: Receivers;
}

/** @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.file/ */
export function lokiSourceFile(label: string, { targets, fileMatch, forwardTo: receivers }: SourceFileProps): Source {
  return {
    kind: "source",
    block: {
      name: "loki.source.file",
      label,
      attributes: { targets: targets.targets, ...forwardTo(receivers) },
      blocks: [{ name: "file_match", attributes: { enabled: true, sync_period: `${fileMatch.syncPeriod}` } }],
    },
    upstream: [targets],
    downstream: receivers,
  };
}

export interface SourceJournalProps {
  readonly rules: RulesComponent;
  readonly labels: { readonly job: string; readonly node: Expression };
  readonly forwardTo: Receivers;
}

/**
 * Reads the journal that belongs to the container's /etc/machine-id. It sets no path, because the journal moves between
 * /var/log/journal and /run/log/journal.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.journal/
 */
export function lokiSourceJournal(label: string, { rules, labels, forwardTo: receivers }: SourceJournalProps): Source {
  return {
    kind: "source",
    block: {
      name: "loki.source.journal",
      label,
      attributes: { relabel_rules: rules.rules, labels: { ...labels }, ...forwardTo(receivers) },
    },
    upstream: [rules],
    downstream: receivers,
  };
}

export interface SourceEventsProps {
  /** Responds before the watch starts: the watch gives up for good if its first request fails. */
  readonly apiServer: ContentComponent;
  readonly jobName: string;
  readonly forwardTo: Receivers;
}

/** @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.kubernetes_events/ */
export function lokiSourceEvents(
  label: string,
  { apiServer, jobName, forwardTo: receivers }: SourceEventsProps,
): Source {
  return {
    kind: "source",
    block: {
      name: "loki.source.kubernetes_events",
      label,
      attributes: {
        job_name: jobName,
        log_format: Expression.textAfter(apiServer.content, "logfmt"),
        ...forwardTo(receivers),
      },
    },
    upstream: [apiServer],
    downstream: receivers,
  };
}
