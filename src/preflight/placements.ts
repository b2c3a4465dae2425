import type { V1Node } from "@kubernetes/client-node";
import { mappingsAt, valueAt } from "../checks/values";
import type { Deployment, ReleaseDeployment } from "../deployment";
import { isMapping } from "../mapping";
import { SYSCTL_TOLERATIONS } from "../nodes/model";
import type { Values } from "../terraform/chart-values";
import { missingLabel, type Placement } from "./placement";

/** What has to run on every node. */
export function daemonSets({ agent, model }: Deployment): readonly Pick<Placement, "name" | "tolerations">[] {
  return [
    { name: agent.release, tolerations: mappingsAt(agent.values, "controller.tolerations") },
    { name: model.inotify.name, tolerations: SYSCTL_TOLERATIONS },
  ];
}

/** The nodes that the agents and sysctl-inotify are for: those of Linux. */
export function agentNodes(nodes: readonly V1Node[], { agent }: Deployment): readonly V1Node[] {
  const selector = nodeSelectorAt(agent.values, "controller");
  return nodes.filter((node) => missingLabel(node, selector) === null);
}

/** What needs one node. */
export function singlePods(deployment: Deployment): readonly Placement[] {
  const { events, model } = deployment;
  const loki = lokiPlacement(deployment);
  if (events === null || model.alloy.events === null) return [loki];
  return [loki, placementIn(events, "controller", model.alloy.events.resources)];
}

export function lokiPlacement({ loki, model }: Deployment): Placement {
  return placementIn(loki, "singleBinary", model.loki.resources);
}

function placementIn({ release, values }: ReleaseDeployment, at: string, resources: Placement["resources"]): Placement {
  const tolerations = mappingsAt(values, `${at}.tolerations`);
  return { name: release, tolerations, nodeSelector: nodeSelectorAt(values, at), resources };
}

function nodeSelectorAt(values: Values, at: string): Placement["nodeSelector"] {
  const selector = valueAt(values, `${at}.nodeSelector`);
  return isMapping(selector) ? selector : {};
}
