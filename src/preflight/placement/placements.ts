import type { V1Node } from "@kubernetes/client-node";
import { mappingsAt, valueAt } from "../../checks/values";
import { missingLabel } from "../../kube/node";
import { isPlainObject } from "../../settings/plain-object";
import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import { PAUSE, SYSCTL_TOLERATIONS } from "../../sysctl/model";
import type { Values } from "../../terraform/chart-values";
import type { Placement } from "./placement";

/** What has to run on every node. */
export function daemonSets({ agent, model: { alloy, inotify } }: RenderedStack): readonly Placement[] {
  const agents = placementIn(agent, "controller", alloy.agent.resources);
  return [agents, { ...agents, name: inotify.name, tolerations: SYSCTL_TOLERATIONS, resources: PAUSE }];
}

/** The nodes that the agents and sysctl-inotify are for: those of Linux. */
export function agentNodes(nodes: readonly V1Node[], { agent }: RenderedStack): readonly V1Node[] {
  const selector = nodeSelectorAt(agent.values, "controller");
  return nodes.filter((node) => missingLabel(node, selector) === null);
}

/** What needs one node. */
export function singlePods(deployment: RenderedStack): readonly Placement[] {
  const { events, model } = deployment;
  const loki = lokiPlacement(deployment);
  if (events === null || model.alloy.events === null) return [loki];
  return [loki, placementIn(events, "controller", model.alloy.events.resources)];
}

export function lokiPlacement({ loki, model }: RenderedStack): Placement {
  return placementIn(loki, "singleBinary", model.loki.resources);
}

function placementIn({ release, values }: RenderedRelease, at: string, resources: Placement["resources"]): Placement {
  const tolerations = mappingsAt(values, `${at}.tolerations`);
  return { name: release, tolerations, nodeSelector: nodeSelectorAt(values, at), resources };
}

function nodeSelectorAt(values: Values, at: string): Placement["nodeSelector"] {
  const selector = valueAt(values, `${at}.nodeSelector`);
  return isPlainObject(selector) ? selector : {};
}
