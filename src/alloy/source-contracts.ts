import { type LabelValues, oneOf } from "../logql";
import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, NUMBER, spelled, UNIT_NAME } from "./label-rules";
import { OWN_STREAMS } from "./own-streams";

/** The values of the label "job", by which rules select journal lines and Kubernetes events. */
export const JOURNAL_JOB = "node-journal";
export const EVENTS_JOB = "kubernetes-events";

/** The labels, fields and values of a source's lines. Checks compare the rules with them. */
export interface SourceContract {
  readonly name: "pods" | "journal" | "events";
  /** The name of its lines in messages. */
  readonly lines: string;
  readonly labels: readonly SourceLabel[];
  /** Structured metadata, including Loki's own. */
  readonly metadata: readonly SourceLabel[];
  /** The fields that "| logfmt" extracts from its lines; null if they depend on the program that writes them. */
  readonly fields: readonly SourceField[] | null;
}

export interface SourceField {
  readonly name: string;
  /** Whether every line has this field. */
  readonly always: boolean;
  /** Its values; null if unknown. */
  readonly values: LabelValues | null;
}

export interface SourceLabel {
  readonly name: string;
  /** Whether the creator of the line chooses the value, so that it may have another form. */
  readonly chosen: boolean;
  /** Whether every line has this label. */
  readonly always: boolean;
  readonly values: LabelValues;
}

const always = (name: string, values: LabelValues): SourceLabel => ({ name, chosen: false, always: true, values });
const sometimes = (name: string, values: LabelValues): SourceLabel => ({ name, chosen: false, always: false, values });
const constant = (name: string, value: string): SourceLabel => always(name, oneOf([value]));

/**
 * Loki derives this label from the first match in a list that includes container and job.
 * @see https://grafana.com/docs/loki/latest/configure/#limits_config (discover_service_name)
 */
const SERVICE = "service_name";

/**
 * Loki normalizes the levels that it finds in lines. No agent sets a level.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/distributor/field_detection.go
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/util/constants/levels.go
 */
const LEVEL = always(
  "detected_level",
  oneOf(["trace", "debug", "info", "warn", "error", "critical", "fatal", "unknown"]),
);

export const PODS: SourceContract = {
  name: "pods",
  lines: "lines of pods",
  labels: [
    always("namespace", DNS_LABEL),
    always("pod", DNS_SUBDOMAIN),
    always("container", DNS_LABEL),
    always("node", DNS_SUBDOMAIN),
    sometimes(OWN_STREAMS.label, oneOf([OWN_STREAMS.stack, OWN_STREAMS.drill])),
    always(SERVICE, DNS_LABEL),
  ],
  // https://github.com/kubernetes/cri-api/blob/v0.34.0/pkg/apis/runtime/v1/api.proto (log format: stdout or stderr)
  // A label that changes on a running pod would open a stream each time.
  metadata: [always("stream", oneOf(["stdout", "stderr"])), sometimes("app", LABEL_VALUE), LEVEL],
  fields: null,
};

/**
 * The transport of lines that programs write to /dev/kmsg. journald itself gives them the transport of the kernel.
 * @see src/alloy/pipelines.ts
 */
export const KMSG = "kmsg";

/** @see https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html (_TRANSPORT=) */
const TRANSPORTS = oneOf(["audit", "driver", "syslog", "journal", "stdout", "kernel", KMSG]);

export const JOURNAL: SourceContract = {
  name: "journal",
  lines: "lines of the nodes' journal",
  labels: [
    constant("job", JOURNAL_JOB),
    always("node", DNS_SUBDOMAIN),
    always("transport", TRANSPORTS),
    sometimes("unit", UNIT_NAME),
    constant(SERVICE, JOURNAL_JOB),
  ],
  metadata: [LEVEL],
  fields: null,
};

/** @see https://github.com/kubernetes/client-go/blob/v0.34.0/tools/record/event.go (ValidateEventType) */
const EVENT_TYPES = oneOf(["Normal", "Warning"]);

/** @see https://kubernetes.io/docs/reference/kubernetes-api/ */
const KINDS = spelled(
  `ConfigMap CronJob DaemonSet Deployment Endpoints EndpointSlice HorizontalPodAutoscaler Ingress Job Lease Namespace
   Node PersistentVolume PersistentVolumeClaim Pod PodDisruptionBudget ReplicaSet ReplicationController Secret Service
   ServiceAccount StatefulSet VolumeAttachment`.split(/\s+/),
  "the kind of an object as Kubernetes spells it",
);

/**
 * Any controller may write others. These contain a second word, so another spelling of them is a mistake.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/kubelet/events/event.go
 */
const REASONS = spelled(
  `BackOff CgroupV1 ContainerGCFailed ErrImageNeverPull ExceededGracePeriod FailedAttachVolume FailedCreate
   FailedCreatePodContainer FailedCreatePodSandBox FailedKillPod FailedMount FailedScheduling FailedSync
   FileSystemResizeFailed FreeDiskSpaceFailed ImageGCFailed InspectFailed InvalidDiskCapacity NetworkNotReady
   NodeNotReady NodeNotSchedulable NodeReady NodeSchedulable ProbeWarning SandboxChanged VolumeResizeFailed`.split(
    /\s+/,
  ),
  "the reason of an event as Kubernetes spells it",
);

const field = (name: string, values: LabelValues | null = null): SourceField => ({ name, always: false, values });
const everyField = (name: string, values: LabelValues | null = null): SourceField => ({
  name,
  always: true,
  values,
});

/**
 * An event of a cluster-scoped object has no namespace. Anyone who may create events chooses it freely, and the API server
 * compares it with the event's own only if eventTime is absent. As a label, each value would open a stream.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/events.go (legacyValidateEvent)
 */
export const EVENTS: SourceContract = {
  name: "events",
  lines: "Kubernetes events",
  labels: [constant("job", EVENTS_JOB), constant(SERVICE, EVENTS_JOB)],
  metadata: [{ ...sometimes("namespace", DNS_LABEL), chosen: true }, LEVEL],
  // https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/kubernetes_events/event_controller.go (parseEvent)
  fields: [
    everyField("name"),
    everyField("kind", KINDS),
    field("action"),
    field("objectAPIversion"),
    field("objectRV"),
    field("eventRV"),
    field("reportinginstance"),
    field("reportingcontroller"),
    field("sourcecomponent"),
    field("sourcehost"),
    everyField("reason", REASONS),
    everyField("type", EVENT_TYPES),
    field("count", NUMBER),
    everyField("msg"),
  ],
};

/** Returns the only value of a label, or null if it has several. */
export function constantValue({ values: { only } }: SourceLabel): string | null {
  return only?.length === 1 ? (only[0] ?? null) : null;
}

/** The transports of journald whose lines the kernel writes: as text, or in its audit format, key=value. */
const KERNEL_TRANSPORTS = ["kernel", "audit"];

/**
 * Returns whether a parser of this kind can find labels in the lines.
 * @param transports the transports of the journal that are selected; null if unknown
 */
export function canParse(
  source: SourceContract,
  kind: "json" | "logfmt" | "unpack",
  transports: readonly string[] | null,
): boolean {
  if (kind === "logfmt" || source === PODS) return true;
  if (source === EVENTS) return false;
  return transports === null || !transports.every((transport) => KERNEL_TRANSPORTS.includes(transport));
}

/** The sources that can be disabled, each with its setting. */
export const OPTIONAL_SOURCES: readonly { readonly contract: SourceContract; readonly setting: string }[] = [
  { contract: JOURNAL, setting: "alloy.journal" },
  { contract: EVENTS, setting: "alloy.events" },
];

interface Collected {
  readonly journal: boolean;
  /** Null if events aren't collected. */
  readonly events: object | null;
}

/** Returns the contracts of the collected sources. */
export function sourceContracts({ journal, events }: Collected): readonly SourceContract[] {
  return [PODS, ...(journal ? [JOURNAL] : []), ...(events === null ? [] : [EVENTS])];
}
