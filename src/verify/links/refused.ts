import { setTimeout as sleep } from "node:timers/promises";
import { growth } from "../../diagnostics/metrics";
import { inNamespace } from "../../diagnostics/permission";
import { Duration } from "../../units";
import { agentLabels, agentMetrics, agentService } from "../agents/agent";
import type { VerifyLink } from "../context";
import { drillAccess } from "../drill/access";
import { isPodReady, podName } from "../kubernetes/pod";
import { podsLabelled } from "../kubernetes/pods";
import { askLoki } from "../loki/access";
import { discarded } from "../loki/discarded";
import { lokiMetrics } from "../loki/queries";
import { REFUSED_CAUSES } from "../refused/causes";
import { judgeRefused } from "../refused/judgement";
import { linesWritten } from "../refused/lines";
import { lossesOf } from "../refused/losses";

/** What an agent tells of itself is large: of a large cluster some have to do. */
const AGENTS = 20;

/** An agent sends once a second, and what is refused again after half a second. */
const BETWEEN = Duration.seconds(5);

export const refused: VerifyLink = {
  id: "refused",
  title: "No line is refused or thrown away",
  after: ["loki-ready"],
  failure: "lines",
  patience: Duration.minutes(2),
  access: (model, readOnly) => [
    askLoki(model),
    inNamespace(model.namespace.name, "pods", ["list"]),
    inNamespace(model.namespace.name, "pods/proxy", ["get"]),
    ...drillAccess(model, readOnly),
  ],
  creates: false,
  causes: REFUSED_CAUSES,
  look: async (context, signal) => {
    const { namespace } = context.deployment.model;
    const before = await context.lokiBefore();
    await linesWritten(context.drill, signal);
    const labels = agentLabels(context.deployment.model);
    const pods = (await podsLabelled(context.cluster, namespace.name, labels, signal)).filter(isPodReady).map(podName);
    const agents = await lossesOf(
      pods.slice(0, AGENTS),
      (pod) => agentMetrics(agentService(context, pod), signal),
      () => sleep(BETWEEN.toMilliseconds(), undefined, { signal }),
    );
    const now = await lokiMetrics(context.loki, signal);
    return judgeRefused({
      refused: growth(discarded(before), discarded(now)),
      earlier: discarded(before),
      since: now.startedAt === null ? null : new Date(now.startedAt * 1_000),
      agents,
      agentCount: pods.length,
    });
  },
};
