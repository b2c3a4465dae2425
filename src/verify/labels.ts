import { EVENTS } from "../alloy/source-contracts";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { nodeName } from "../kube/node";
import { poll } from "../kube/poll";
import type { Model } from "../model";
import { Duration } from "../units";
import type { Names, VerifyContext } from "./context";
import { notDeployedIfOtherVersion } from "./deployed";
import { labelNames, labelValues, lokiPermission } from "./loki";
import { lokiReady } from "./loki-ready";

/** The period of lines whose labels are examined. */
const PERIOD = Duration.hours(1);

/** The agents of a first deployment need this long for their first lines. */
const FIRST_LINES_TIMEOUT = Duration.seconds(20);

export const causes = {
  noLines: cause(
    "No agent of a node has sent a line: the agents were just deployed, or cannot reach Loki.",
    "kubectl --namespace <namespace> logs daemonset/<agents> --since=10m | grep -E 'level=(error|warn)'",
  ),
  otherPipeline: cause(
    "Another agent or pipeline writes into this Loki, with other labels than the rules and drops of this stack use.",
    "kubectl get pods --all-namespaces --selector app.kubernetes.io/name=alloy",
  ),
  noJournal: cause(
    "No agent sends the journal of its node: the journal is volatile or has another directory, or the agents may not read it.",
    "npm run preflight -- --only journal",
  ),
  noPodLines: cause(
    "The agents send the journals of the nodes, but no lines of pods.",
    "npm run verify -- --only marker",
  ),
  silentNode: cause(
    "The agent of <node> sends nothing, or nothing was written there in the last hour.",
    "npm run verify -- --only marker",
  ),
};

export interface LabelsEvidence {
  readonly expected: readonly string[];
  /** The labels of the last hour's lines. */
  readonly labels: readonly string[];
  /** Every node that should have an agent. */
  readonly nodes: readonly string[];
  /** The nodes of the last hour's lines. */
  readonly nodesWithLines: readonly string[];
  /** Whether the diagnostic `marker` writes a line on every node in this run. */
  readonly isMarked: boolean;
  readonly names: Pick<Names, "namespace" | "agents">;
}

export type LabelsContext = Pick<VerifyContext, "stack" | "loki" | "isMarked" | "agentNodes" | "names">;

export async function collectLabels(context: LabelsContext, signal: AbortSignal): Promise<LabelsEvidence> {
  const { stack, loki, isMarked, agentNodes, names } = context;
  const expected = expectedLabels(stack.model);
  const labels = await poll({
    request: () => labelNames(loki, PERIOD, signal),
    isEnough: (found) => expected.every((label) => found.includes(label)),
    timeout: FIRST_LINES_TIMEOUT,
    signal,
  });
  return {
    expected,
    labels,
    nodes: (await agentNodes()).map(nodeName),
    nodesWithLines: await labelValues(loki, "node", PERIOD, signal),
    isMarked,
    names,
  };
}

/** Events have labels of their own, too, but a quiet cluster has no events. */
function expectedLabels({ alloy }: Model): readonly string[] {
  return ["namespace", "pod", "container", "node", ...(alloy.journal ? ["job"] : [])];
}

/**
 * Lines of pods have all labels but "job". Lines of journals have only "job" and "node" of them. Events do not come from
 * the agents of nodes.
 */
function causeOf(missing: readonly string[], found: readonly string[], names: LabelsEvidence["names"]): Cause {
  const ofEvents = EVENTS.labels.map(({ name }) => name);
  if (found.every((label) => ofEvents.includes(label))) return causes.noLines(names);
  if (missing.join() === "job") return causes.noJournal();
  const hasJournal = found.includes("job") && found.includes("node");
  const hasPods = found.some((label) => ["namespace", "pod", "container"].includes(label));
  return hasJournal && !hasPods ? causes.noPodLines() : causes.otherPipeline();
}

export const labels = notDeployedIfOtherVersion(
  diagnostic<VerifyContext, LabelsEvidence>({
    id: "labels",
    title: "Lines have their labels, from every node",
    after: [lokiReady],
    failure: "lines",
    timeout: Duration.minutes(1),
    permissions: (model) => [lokiPermission(model), inCluster("nodes", ["list"])],
    causes,
    collect: collectLabels,
    analyze: ({ expected, labels: found, nodes, nodesWithLines, isMarked, names }) => {
      const missing = expected.filter((label) => !found.includes(label));
      if (missing.length > 0) {
        return fail({
          got: found.length === 0 ? "no labels" : `no label ${missing.join(", ")}`,
          expected: expected.join(", "),
          causes: [causeOf(missing, found, names)],
        });
      }
      const silent = nodes.filter((node) => !nodesWithLines.includes(node));
      const [first] = silent;
      if (first === undefined) return pass(`${expected.length} labels, ${nodes.length} of ${nodes.length} nodes`);
      const fault = {
        got: `no lines from ${listed(silent)}`,
        expected: `lines from all ${nodes.length} nodes`,
        causes: [causes.silentNode({ node: first })],
      };
      // A node may have had nothing to write. The marker decides.
      return isMarked ? warn(fault) : fail(fault);
    },
  }),
);
