import type { V1Pod } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { absent, broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import type { InotifyModel } from "../../sysctl/model";
import { SYSCTL_CONTAINER } from "../../sysctl/model";
import { likelyFirst } from "../kubernetes/causes";
import { podName } from "../kubernetes/pod";
import { INIT_FAILED, LOWERED, NO_POD, NOT_MEASURED } from "./causes";
import type { NodeLimits } from "./limits";

export interface SeenLimits {
  /** The names of those of which the limits should be known. */
  readonly nodes: readonly string[];
  /** Those of the DaemonSet that raises the limits. */
  readonly pods: readonly V1Pod[];
  readonly limits: readonly NodeLimits[];
  /** How they came to be known, for the person who reads it. */
  readonly how: string;
  readonly expected: InotifyModel;
  readonly namespace: string;
}

/** The limits are only ever raised: more than the plan's is as good. */
export function judgeInotify(seen: SeenLimits): Outcome {
  const { nodes, pods, limits, how, expected, namespace } = seen;
  if (pods.length === 0) return absent(`no pod of ${expected.name} in the namespace ${namespace}`);
  const low = limits.flatMap((node) => tooLow(node, expected));
  if (low.length > 0) return tooLowOutcome(seen, low);
  const known = new Set(limits.filter((node) => isWhole(node, expected)).map(({ node }) => node));
  const unknown = nodes.filter((node) => !known.has(node));
  if (unknown.length > 0) return unknownOutcome(seen, unknown);
  return holds(`${nodes.length} of ${nodes.length} nodes`, how);
}

interface LowLimit {
  readonly node: string;
  readonly says: string;
}

function tooLow({ node, values }: NodeLimits, model: InotifyModel): readonly LowLimit[] {
  return wantedLimits(model).flatMap(([limit, expected]) => {
    const value = values[limit];
    if (value === undefined || value >= expected) return [];
    return [{ node, says: `${node}: fs.inotify.${limit} is ${value}, not ${expected}` }];
  });
}

function isWhole({ values }: NodeLimits, model: InotifyModel): boolean {
  return wantedLimits(model).every(([limit]) => values[limit] !== undefined);
}

function wantedLimits({ maxUserWatches, maxUserInstances, maxQueuedEvents }: InotifyModel) {
  return [
    ["max_user_watches", maxUserWatches],
    ["max_user_instances", maxUserInstances],
    ["max_queued_events", maxQueuedEvents],
  ] as const;
}

function tooLowOutcome(seen: SeenLimits, low: readonly LowLimit[]): Outcome {
  const node = low[0]?.node ?? "";
  return broken({
    found: listed(low.map(({ says }) => says)),
    expected: "at least the plan's limits on every node",
    causes: likelyFirst([causeOn(node, seen)], [LOWERED, INIT_FAILED, NO_POD]),
    names: namesOf(seen, node),
  });
}

function unknownOutcome(seen: SeenLimits, unknown: readonly string[]): Outcome {
  const expected = seen.nodes.length;
  const node = unknown[0] ?? "";
  return doubtful({
    found: `${expected - unknown.length} of ${expected} nodes; nothing known of ${listed(unknown.map((name) => withProblem(name, seen)))}`,
    expected: "the limits of every node",
    causes: podOn(node, seen) === undefined ? [NO_POD, NOT_MEASURED] : [NOT_MEASURED, INIT_FAILED],
    names: namesOf(seen, node),
  });
}

function withProblem(name: string, { limits }: SeenLimits): string {
  const problem = limits.find(({ node }) => node === name)?.problem;
  return problem ? `${name} (${problem})` : name;
}

function causeOn(node: string, seen: SeenLimits): Cause {
  const init = podOn(node, seen)?.status?.initContainerStatuses?.find(({ name }) => name === SYSCTL_CONTAINER);
  if (init === undefined) return NO_POD;
  return init.state?.terminated?.exitCode === 0 ? LOWERED : INIT_FAILED;
}

function podOn(node: string, { pods }: SeenLimits): V1Pod | undefined {
  return pods.find(({ spec }) => spec?.nodeName === node);
}

function namesOf(seen: SeenLimits, node: string) {
  const pod = podOn(node, seen);
  return { node, namespace: seen.namespace, daemonset: seen.expected.name, ...(pod && { pod: podName(pod) }) };
}
