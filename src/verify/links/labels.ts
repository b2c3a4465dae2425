import type { Outcome } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import { nodeName } from "../../kube/node";
import { poll } from "../../kube/poll";
import type { Model } from "../../model";
import { Duration } from "../../units";
import type { VerifyContext, VerifyLink } from "../context";
import { judgeLabels, NO_LINES, OTHER_PIPELINE, SILENT_NODE } from "../labels/judgement";
import { askLoki } from "../loki/access";
import { labelNames, labelValues } from "../loki/queries";

const NEWEST = Duration.hours(1);

/** A first deployment's agents need as long for their first lines. */
const SENT = Duration.seconds(20);

export const labels: VerifyLink = {
  id: "labels",
  title: "Lines have their labels, from every node",
  after: ["loki-ready"],
  failure: "lines",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model), inCluster("nodes", ["list"])],
  creates: false,
  causes: [NO_LINES, OTHER_PIPELINE, SILENT_NODE],
  look: ({ deployment, ...context }, signal) => lookAtLabels(deployment.model, context, signal),
};

export async function lookAtLabels(
  model: Model,
  { loki, drill, agentNodes }: Pick<VerifyContext, "loki" | "drill" | "agentNodes">,
  signal: AbortSignal,
): Promise<Outcome> {
  const expected = wantedLabels(model);
  const found = await poll({
    request: () => labelNames(loki, NEWEST, signal),
    isEnough: (names) => expected.every((label) => names.includes(label)),
    timeout: SENT,
    signal,
  });
  return judgeLabels({
    expected,
    labels: found,
    nodes: (await agentNodes()).map(nodeName),
    seenNodes: await labelValues(loki, "node", NEWEST, signal),
    isMarked: drill !== null,
  });
}

/** Events have labels of their own too, but a quiet cluster has no events. */
function wantedLabels({ alloy }: Model): readonly string[] {
  return ["namespace", "pod", "container", "node", ...(alloy.journal ? ["job"] : [])];
}
