/** The values of the label "job", by which rules select journal lines and Kubernetes events. */
export const JOURNAL_JOB = "node-journal";
export const EVENTS_JOB = "kubernetes-events";

/** The labels and fields of a source's lines. Checks compare the rules with them. */
export interface SourceContract {
  readonly name: "pods" | "journal" | "events";
  /** The name of its lines in messages. */
  readonly lines: string;
  readonly labels: readonly SourceLabel[];
  /** Names of structured metadata, including Loki's own. */
  readonly metadata: readonly string[];
  /** The fields that "| logfmt" extracts from its lines; null if they depend on the application. */
  readonly fields: readonly string[] | null;
}

export interface SourceLabel {
  readonly name: string;
  /** Whether every line has this label. */
  readonly always: boolean;
  /** The label's only possible value; null if it has several. */
  readonly value: string | null;
}

const always = (name: string): SourceLabel => ({ name, always: true, value: null });
const sometimes = (name: string): SourceLabel => ({ name, always: false, value: null });
const constant = (name: string, value: string): SourceLabel => ({ name, always: true, value });

/**
 * Loki derives this label from the first match in a list that includes app, container and job.
 * @see https://grafana.com/docs/loki/latest/configure/#limits_config (discover_service_name)
 */
const SERVICE = "service_name";

/** @see https://grafana.com/docs/loki/latest/configure/#limits_config (discover_log_levels) */
const LEVEL = "detected_level";

export const PODS: SourceContract = {
  name: "pods",
  lines: "lines of pods",
  labels: [...["namespace", "pod", "container", "node"].map(always), sometimes("app"), always(SERVICE)],
  metadata: ["stream", LEVEL],
  fields: null,
};

export const JOURNAL: SourceContract = {
  name: "journal",
  lines: "lines of the nodes' journal",
  labels: [
    constant("job", JOURNAL_JOB),
    always("node"),
    always("transport"),
    sometimes("unit"),
    constant(SERVICE, JOURNAL_JOB),
  ],
  metadata: [LEVEL],
  fields: null,
};

/** An event of a cluster-scoped object has no namespace. */
export const EVENTS: SourceContract = {
  name: "events",
  lines: "Kubernetes events",
  labels: [constant("job", EVENTS_JOB), sometimes("namespace"), constant(SERVICE, EVENTS_JOB)],
  metadata: [LEVEL],
  // https://github.com/grafana/alloy/blob/v1.18.1/internal/component/loki/source/kubernetes_events/event_controller.go (parseEvent)
  fields: [
    "name",
    "kind",
    "action",
    "objectAPIversion",
    "objectRV",
    "eventRV",
    "reportinginstance",
    "reportingcontroller",
    "sourcecomponent",
    "sourcehost",
    "reason",
    "type",
    "count",
    "msg",
  ],
};

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

/** A Kubernetes state that a rule searches for in lines that never contain it. */
export interface UnloggedState {
  readonly because: string;
  /** What to select instead. */
  readonly instead: string;
}

interface State {
  readonly name: string;
  /** The sources whose lines never contain the state. */
  readonly missingFrom: readonly SourceContract[];
  readonly instead: string;
}

const CRASHES =
  'select {job="kubernetes-events"} |= "Back-off restarting failed container", as PodCrashLoopBackOff in rules/log-alerts.yaml does';
const OOM_KILLS =
  'select {job="node-journal", transport="kernel"} |= "task_memcg=", as OOMKilled in rules/log-alerts.yaml does';
const IMAGE_PULLS = 'select {job="kubernetes-events"} |= "Back-off pulling image"';

/**
 * An Event contains "Error: ImagePullBackOff", and the kubelet's journal contains all of these states.
 * @see https://github.com/kubernetes/kubernetes/tree/v1.34.0/pkg/kubelet (kuberuntime_manager.go, events/event.go)
 */
const STATES: readonly State[] = [
  { name: "CrashLoopBackOff", missingFrom: [PODS, EVENTS], instead: CRASHES },
  { name: "OOMKilled", missingFrom: [PODS, EVENTS], instead: OOM_KILLS },
  { name: "ImagePullBackOff", missingFrom: [PODS], instead: IMAGE_PULLS },
  { name: "ErrImagePull", missingFrom: [PODS], instead: IMAGE_PULLS },
  {
    name: "CreateContainerConfigError",
    missingFrom: [PODS],
    instead: 'select {job="kubernetes-events"} |= "reason=Failed"',
  },
];

/**
 * Explains why no line of the sources contains the text. Returns null if one may contain it.
 * @param transport the only transport of the journal that is selected, or null
 */
export function unloggedState(
  text: string,
  sources: readonly SourceContract[],
  transport: string | null,
): UnloggedState | null {
  const state = STATES.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (state === undefined) return null;
  const isMissingFrom = (source: SourceContract) =>
    state.missingFrom.includes(source) || (source === JOURNAL && transport === "kernel");
  if (!sources.every(isMissingFrom)) return null;
  const lines = sources.map((source) => (source === JOURNAL ? "lines of the kernel" : source.lines)).join(" and ");
  return { because: `${lines} never contain the state ${state.name}`, instead: state.instead };
}
