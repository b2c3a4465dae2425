import { EVENTS_JOB, JOURNAL_JOB } from "./jobs";

/** What a source of lines puts on them, so that rules can be held against it. */
export interface SourceContract {
  readonly name: "pods" | "journal" | "events";
  /** What its lines are, in a sentence's words. */
  readonly lines: string;
  readonly labels: readonly SourceLabel[];
  /** Labels of single lines, which make no stream; Loki's own among them. */
  readonly metadata: readonly string[];
  /** What "| logfmt" finds in its lines, or null where whoever writes them decides. */
  readonly fields: readonly string[] | null;
}

export interface SourceLabel {
  readonly name: string;
  /** Whether every line has it. */
  readonly always: boolean;
  /** The one value that it has, or null where there are many. */
  readonly value: string | null;
}

const always = (name: string): SourceLabel => ({ name, always: true, value: null });
const sometimes = (name: string): SourceLabel => ({ name, always: false, value: null });
const constant = (name: string, value: string): SourceLabel => ({ name, always: true, value });

/**
 * Loki makes it of the first of some labels that a stream has: app, container, job among them.
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

/** An event of an object that is in no namespace has none. */
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

/** The sources that settings may turn off, with the setting that does. */
export const SWITCHED: readonly { readonly contract: SourceContract; readonly setting: string }[] = [
  { contract: JOURNAL, setting: "alloy.journal" },
  { contract: EVENTS, setting: "alloy.events" },
];

interface Collected {
  readonly journal: boolean;
  /** Null where none are. */
  readonly events: object | null;
}

/** The contracts of the sources that are collected. */
export function sourceContracts({ journal, events }: Collected): readonly SourceContract[] {
  return [PODS, ...(journal ? [JOURNAL] : []), ...(events === null ? [] : [EVENTS])];
}
