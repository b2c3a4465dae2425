import { EVENTS, JOURNAL, PODS, type SourceContract } from "./source-contracts";

/** Why a text is in no line of a source, and what to look for in its place. */
export interface NeverWritten {
  readonly because: string;
  readonly instead: string;
}

const CRASHES =
  'select {job="kubernetes-events"} |= "Back-off restarting failed container", as PodCrashLoopBackOff in rules/log-alerts.yaml does';
const KILLS =
  'select {job="node-journal", transport="kernel"} |= "task_memcg=", as OOMKilled in rules/log-alerts.yaml does';
const PULLS = 'select {job="kubernetes-events"} |= "Back-off pulling image"';

interface State {
  readonly name: string;
  readonly sources: readonly SourceContract[];
  readonly instead: string;
}

/**
 * States of Kubernetes' own making, by the sources that never write them of the container that is in them. An Event
 * says "Error: ImagePullBackOff" and the kubelet's journal names all of them.
 * @see https://github.com/kubernetes/kubernetes/tree/v1.34.0/pkg/kubelet (kuberuntime_manager.go, events/event.go)
 */
const STATES: readonly State[] = [
  { name: "CrashLoopBackOff", sources: [PODS, EVENTS], instead: CRASHES },
  { name: "OOMKilled", sources: [PODS, EVENTS], instead: KILLS },
  { name: "ImagePullBackOff", sources: [PODS], instead: PULLS },
  { name: "ErrImagePull", sources: [PODS], instead: PULLS },
  {
    name: "CreateContainerConfigError",
    sources: [PODS],
    instead: 'select {job="kubernetes-events"} |= "reason=Failed"',
  },
];

/**
 * Why a text is in no line of some sources, or null where it may be in one.
 * @param transport by which the journal's lines arrived, where only such are meant
 */
export function neverWritten(
  text: string,
  sources: readonly SourceContract[],
  transport: string | null,
): NeverWritten | null {
  const state = STATES.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (state === undefined) return null;
  const silent = (source: SourceContract) =>
    state.sources.includes(source) || (source === JOURNAL && transport === "kernel");
  if (!sources.every(silent)) return null;
  const lines = sources.map((source) => (source === JOURNAL ? "lines of the kernel" : source.lines)).join(" and ");
  return { because: `${lines} never name the state ${state.name}`, instead: state.instead };
}
