import { type Block, Expression } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { valueAt } from "../values";
import { address, attribute, inPipeline, textOf } from "./blocks";

export const nodeScope: Check = {
  id: "pipeline-node-scope",
  severity: "error",
  reason: "what an agent on every node reads of the whole cluster is watched, or sent, once a node",
  evidence:
    "Alloy's documentation cautions against discovery.kubernetes without a node's selector on a DaemonSet; about 1 GiB for each agent at 4000 pods (k8s-monitoring-helm#210); every node sends every event (alloy#401); of two selectors for a role the last one wins (Prometheus, discovery/kubernetes mapSelector)",
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
      got: "a component that reads the whole cluster, on every node",
      expected: "one that reads its own node",
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

const SELECT_NODE = 'add one selectors block of this role with field = "spec.nodeName=" + sys.env("K8S_NODE_NAME")';
const ONE_POD = "read events in a release of one pod, as alloy-events does";
const READ_FILES = "read the node's files with loki.source.file, or share the work with clustering";

/** Only the last selectors of a role have an effect. */
function selectsNode(block: Block): boolean {
  const role = textOf(block, "role");
  const last = block.blocks?.filter((inner) => inner.name === "selectors" && textOf(inner, "role") === role).at(-1);
  const field = last === undefined ? undefined : attribute(last, "field");
  return (field instanceof Expression ? field.text : String(field)).includes("spec.nodeName=");
}

function isClustered({ blocks = [] }: Block): boolean {
  return blocks.some((inner) => inner.name === "clustering" && attribute(inner, "enabled") === true);
}
