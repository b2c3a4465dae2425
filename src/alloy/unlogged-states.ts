import { EVENTS, JOURNAL, PODS, type SourceContract } from "./source-contracts";

/** A Kubernetes state that a rule searches for in lines that never contain it. */
export interface UnloggedState {
  readonly because: string;
  /** What to select instead. */
  readonly instead: string;
}

/** The lines of a selection. */
export interface SearchedLines {
  readonly sources: readonly SourceContract[];
  /** The only transport of the journal that is selected, or null. */
  readonly transport: string | null;
  /** Whether the selection requires a namespace, which events of nodes don't have. */
  readonly namespaced: boolean;
}

interface State {
  readonly name: string;
  /** What people write instead of the name, in lower case without separators. */
  readonly near: readonly string[];
  /** The sources whose lines never contain the state. */
  readonly missingFrom: readonly SourceContract[];
  /** Whether a reason of a node's event contains a near name: node-problem-detector writes OOMKilling. */
  readonly inNodeEvents?: boolean;
  readonly instead: string;
}

const CRASHES =
  'select {job="kubernetes-events"} |= "Back-off restarting failed container" over [15m], as PodCrashLoopBackOff in rules/log-alerts.yaml does';
const OOM_KILLS =
  'select {job="node-journal", transport="kernel"} |~ "^oom-kill:constraint=", as OOMKilled in rules/log-alerts.yaml does';
const IMAGE_PULLS = 'select {job="kubernetes-events"} |= "Back-off pulling image"';
const FAILURES = 'select {job="kubernetes-events"} |= "reason=Failed"';

/**
 * An Event contains "Error: ImagePullBackOff", and the kubelet's journal contains all of these states.
 * @see https://github.com/kubernetes/kubernetes/tree/v1.34.0/pkg/kubelet (kuberuntime_manager.go, events/event.go)
 * @see https://github.com/kubernetes/node-problem-detector/blob/v0.8.20/config/kernel-monitor.json (OOMKilling)
 */
const STATES: readonly State[] = [
  { name: "CrashLoopBackOff", near: ["crashloop"], missingFrom: [PODS, EVENTS], instead: CRASHES },
  {
    name: "OOMKilled",
    near: ["oomkill", "oomkilling", "oomkilledcontainer", "containeroomkilled"],
    missingFrom: [PODS, EVENTS],
    inNodeEvents: true,
    instead: OOM_KILLS,
  },
  { name: "ImagePullBackOff", near: ["imagepullbackofferror"], missingFrom: [PODS], instead: IMAGE_PULLS },
  { name: "ErrImagePull", near: ["errorimagepull"], missingFrom: [PODS], instead: IMAGE_PULLS },
  { name: "CreateContainerConfigError", near: [], missingFrom: [PODS], instead: FAILURES },
  { name: "CreateContainerError", near: [], missingFrom: [PODS], instead: FAILURES },
  { name: "RunContainerError", near: [], missingFrom: [PODS], instead: FAILURES },
];

/** The text as the value of a field: reason=OOMKilled, "reason":"OOMKilled". */
const FIELD = /^["']?(?:reason|status|state|phase)["']?\s*[:=]\s*/i;

/** In lower case, words may be prose: "the worker was oom killed". */
function normalized(text: string): string {
  const name = text.replace(FIELD, "").replace(/[-_"']/g, "");
  return (/ [a-z]/.test(name) ? name : name.replaceAll(" ", "")).toLowerCase();
}

/** Explains why no line contains the text. Returns null if one may contain it. */
export function unloggedState(text: string, lines: SearchedLines): UnloggedState | null {
  const written = normalized(text);
  const state = STATES.find(({ name, near }) => name.toLowerCase() === written || near.includes(written));
  if (state === undefined) return null;
  const { sources, transport, namespaced } = lines;
  const inNodeEvents = state.inNodeEvents === true && state.near.includes(written) && !namespaced;
  const isMissingFrom = (source: SourceContract) =>
    (state.missingFrom.includes(source) && !(source === EVENTS && inNodeEvents)) ||
    (source === JOURNAL && transport === "kernel");
  if (!sources.every(isMissingFrom)) return null;
  const searched = sources.map((source) => (source === JOURNAL ? "lines of the kernel" : source.lines)).join(" and ");
  return { because: `${searched} never contain the state ${state.name}`, instead: state.instead };
}

/** The reasons of the events that Kubernetes writes about these states. */
const REASONS: Readonly<Record<string, string>> = {
  CrashLoopBackOff: "BackOff",
  ImagePullBackOff: "BackOff",
  ErrImagePull: "Failed",
  CreateContainerConfigError: "Failed",
  CreateContainerError: "Failed",
  RunContainerError: "Failed",
};

/** Explains why no event has this reason: it is the state of a container. Returns null if an event may have it. */
export function unloggedReason(reason: string): UnloggedState | null {
  const state = STATES.find(({ name }) => name === reason);
  if (state === undefined) return null;
  const instead = REASONS[state.name];
  return {
    because: `${state.name} is the state of a container, not the reason of an event`,
    instead: instead === undefined ? state.instead : `write reason="${instead}" over [15m]`,
  };
}
