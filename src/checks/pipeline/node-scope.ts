import { type Block, Expression } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { valueAt } from "../values";
import { address, attribute, inPipeline, textOf } from "./blocks";

export const nodeScope: Check = {
  id: "pipeline-node-scope",
  title: "Agents read only their own node",
  severity: "error",
  why: "in a DaemonSet, every agent would watch or send the data of the whole cluster",
  remedy: "select the agent's own node, or use a release with one pod",
  evidence:
    "Alloy's documentation warns against discovery.kubernetes without a node selector on a DaemonSet; each agent takes about 1 GiB at 4000 pods (k8s-monitoring-helm#210); every node sends every event (alloy#401); of two selectors for one role, the last one wins (Prometheus, discovery/kubernetes mapSelector)",
  find: (stack) =>
    alloyReleases(stack)
      .filter(({ values }) => valueAt(values, "controller.type") !== "deployment")
      .flatMap((part) => part.pipeline.flatMap((block) => ofCluster(part, block))),
};

function ofCluster(part: RenderedAlloy, block: Block): readonly Finding[] {
  const remedy = remedyOf(block);
  if (remedy === null) return [];
  return [
    {
      setting: inPipeline(part, address(block)),
      got: "a component that reads the whole cluster on every node",
      expected: "a component that reads only its own node",
      remedy,
    },
  ];
}

function remedyOf(block: Block): string | null {
  if (block.name === "discovery.kubernetes") return selectsNode(block) ? null : SELECT_NODE;
  if (block.name === "loki.source.kubernetes_events") return isClustered(block) ? null : ONE_POD;
  if (block.name === "loki.source.kubernetes") return isClustered(block) ? null : READ_FILES;
  return null;
}

const SELECT_NODE = 'add one selectors block for this role with field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")';
const ONE_POD = "read events in a release with one pod, as alloy-events does";
const READ_FILES = "read the node's files with loki.source.file, or distribute the targets with clustering";

/** Only the last selectors block of a role is effective. */
function selectsNode(block: Block): boolean {
  const role = textOf(block, "role");
  const last = block.blocks?.filter((inner) => inner.name === "selectors" && textOf(inner, "role") === role).at(-1);
  const field = last === undefined ? undefined : attribute(last, "field");
  return (field instanceof Expression ? field.text : String(field)).includes("spec.nodeName=");
}

function isClustered({ blocks = [] }: Block): boolean {
  return blocks.some((inner) => inner.name === "clustering" && attribute(inner, "enabled") === true);
}
