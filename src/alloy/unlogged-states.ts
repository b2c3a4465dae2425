import { EVENTS, JOURNAL, PODS, type SourceContract } from "./source-contracts";

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
