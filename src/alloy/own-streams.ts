import type { RelabelRule } from "./components/relabel";

/**
 * The label of the stack's own streams, and its values. Rules exclude these streams by it, and the drill selects its own.
 * Only the agents set it, from a pod's namespace. Anyone can choose the name of a container, but not its namespace.
 */
export const OWN_STREAMS = { label: "log_collection", stack: "stack", drill: "drill" } as const;

/** The matcher that excludes the stack's own streams. */
export const NOT_OWN = `${OWN_STREAMS.label}=""`;

/** The containers that log the text of queries, and lines that they could not send. */
const CONTAINERS = ["loki", "alloy"];

interface Namespaces {
  /** The namespace of the stack. */
  readonly namespace: string;
  /** The namespace of the drill's pods. */
  readonly drillNamespace: string;
}

/**
 * Returns the rules that set the label.
 * @param labels the internal labels of a pod's namespace and container
 */
export function ownStreamRules(
  { namespace, drillNamespace }: Namespaces,
  labels: { readonly namespace: string; readonly container: string },
): readonly RelabelRule[] {
  const { label: targetLabel, stack, drill } = OWN_STREAMS;
  return [
    {
      sourceLabels: [labels.namespace, labels.container],
      regex: `${namespace};(${CONTAINERS.join("|")})`,
      targetLabel,
      replacement: stack,
    },
    { sourceLabels: [labels.namespace], regex: drillNamespace, targetLabel, replacement: drill },
  ];
}

/** Returns the label's value on the lines of a container; null if they don't have the label. */
export function ownStreamOf(own: Namespaces, namespace: string, container: string): string | null {
  if (namespace === own.drillNamespace) return OWN_STREAMS.drill;
  return namespace === own.namespace && CONTAINERS.includes(container) ? OWN_STREAMS.stack : null;
}
