import type { Cause } from "../../diagnostics/cause";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { listed } from "../../diagnostics/listed";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";

export const NOT_READ: Cause = {
  cause:
    "The agents don't read the log files of these pods: their names or folders are other than a pod's usually are, or the agent runs into its limits.",
  next: "kubectl --namespace <own-namespace> get pods --output wide --field-selector spec.nodeName=<node>",
};

export const NO_DRIVER: Cause = {
  cause: "The container runtime writes no files for them, such as Docker with another logging driver than json-file.",
  next: "on <node>: ls -l /var/log/pods/<namespace>_<pod>_*",
};

export const REFUSED_STREAMS: Cause = {
  cause: "Loki takes no new streams, and so none of pods that are new.",
  next: "npm run verify -- --only refused",
};

/** A namespace with running pods of which Loki has no line. */
export interface SilentNamespace {
  readonly name: string;
  /** A pod that writes; null where those that were looked at wrote nothing either. */
  readonly writer: string | null;
  /** The writer's node. */
  readonly node: string | null;
  /** The drop of the settings that takes the writer's line; null where none does. */
  readonly drop: string | null;
  /** Why the log of a pod can't be read; null where each was. */
  readonly problem: string | null;
}

export interface NamespacesSeen {
  /** How many namespaces have lines in Loki. */
  readonly heard: number;
  readonly silent: readonly SilentNamespace[];
  readonly ownNamespace: string;
}

export function judgeNamespaces({ heard, silent, ownNamespace }: NamespacesSeen): Outcome {
  const unheard = silent.filter(({ writer, drop }) => writer !== null && drop === null);
  const [first] = unheard;
  if (first === undefined) return holds(`${heard} ${heard === 1 ? "namespace" : "namespaces"}`, ...notes(silent));
  return broken({
    found: `${listed(unheard.map(({ name, writer }) => `${name} (${writer} writes)`))}: no line in Loki`,
    expected: "lines of every namespace whose pods write",
    causes: [NOT_READ, REFUSED_STREAMS, NO_DRIVER],
    names: { "own-namespace": ownNamespace, namespace: first.name, pod: first.writer ?? "", node: first.node ?? "" },
  });
}

function notes(silent: readonly SilentNamespace[]): readonly string[] {
  const idle = silent.filter(({ writer }) => writer === null);
  const unread = idle.filter(({ problem }) => problem !== null);
  const quiet = idle.filter(({ problem }) => problem === null).map(({ name }) => name);
  const dropped = silent.filter(({ writer, drop }) => writer !== null && drop !== null);
  return [
    ...(quiet.length > 0 ? [`pods run and write nothing: ${listed(quiet)}`] : []),
    ...(unread.length > 0
      ? [`logs can't be read: ${listed(unread.map(({ name, problem }) => `${name} (${oneLine(problem ?? "")})`))}`]
      : []),
    ...(dropped.length > 0
      ? [`dropped by the settings: ${listed(dropped.map(({ name, drop }) => `${name} (${drop})`))}`]
      : []),
  ];
}
