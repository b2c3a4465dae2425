import { Duration } from "../units";
import {
  discoveryKubernetesPods,
  discoveryRelabel,
  lokiProcess,
  lokiRelabelRules,
  lokiSourceFile,
  lokiSourceJournal,
  lokiWrite,
  type RelabelRule,
  type Source,
  stageCri,
  stageDocker,
  stageLabelDrop,
  stageStructuredMetadata,
} from "./components";
import { JOURNAL_JOB } from "./jobs";
import type { AlloyModel } from "./model";
import { pipelineBlocks } from "./pipeline";
import { rulerEvaluations } from "./ruler-evaluations";
import { dropMatching, dropTooOld } from "./stages";
import { type Block, Expression } from "./syntax/ast";

/** The chart sets it to the name of the pod's node. */
const NODE = Expression.env("K8S_NODE_NAME");

/** The configuration of the agent on each node: the files of its pods, and its journal. */
export function nodePipeline(alloy: AlloyModel): readonly Block[] {
  const pods = podLogs(alloy);
  return alloy.journal ? pipelineBlocks([pods, nodeJournal(alloy)]) : pipelineBlocks([pods]);
}

function podLogs(alloy: AlloyModel): Source {
  const format = alloy.runtime === "docker" ? stageDocker() : stageCri(alloy.write.maxLineSize);
  return lokiSourceFile("pods", {
    targets: discoveryRelabel("pods", {
      targets: discoveryKubernetesPods("pods", { field: Expression.concat("spec.nodeName=", NODE) }),
      rules: POD_RULES,
    }),
    fileMatch: { syncPeriod: Duration.seconds(5) },
    forwardTo: [
      lokiProcess("pods", {
        stages: [
          format,
          // After the format, which joins split lines by file.
          stageLabelDrop("One stream a container, not one a file.", "filename"),
          stageStructuredMetadata("To filter by, not a stream of its own.", "stream"),
          dropTooOld(alloy.write),
          ...[rulerEvaluations(alloy.namespace), ...alloy.drop].map(dropMatching),
        ],
        forwardTo: [lokiWrite("pods", alloy.write)],
      }),
    ],
  });
}

/** It has a sender of its own: where Loki takes no more of the pods' streams, the kernel's lines still arrive. */
function nodeJournal(alloy: AlloyModel): Source {
  return lokiSourceJournal("node", {
    rules: lokiRelabelRules("journal", JOURNAL_RULES),
    labels: { job: JOURNAL_JOB, node: NODE },
    forwardTo: [
      lokiProcess("journal", { stages: [dropTooOld(alloy.write)], forwardTo: [lokiWrite("journal", alloy.write)] }),
    ],
  });
}

const POD = "__meta_kubernetes_pod";
const NAMESPACE = "__meta_kubernetes_namespace";

/** A pod's folder is exact: with a wildcard in front every agent would list every pod's folder at every look. */
const POD_FOLDER = {
  separator: "/",
  regex: "(.+)/(.+)/(.+)/(.+)",
  targetLabel: "__path__",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: groups of the regular expression, in Alloy's notation
  replacement: "/var/log/pods/${1}_${2}_${3}/${4}/*.log",
};

const POD_RULES: readonly RelabelRule[] = [
  { sourceLabels: [NAMESPACE], targetLabel: "namespace" },
  { sourceLabels: [`${POD}_name`], targetLabel: "pod" },
  { sourceLabels: [`${POD}_container_name`], targetLabel: "container" },
  { sourceLabels: [`${POD}_node_name`], targetLabel: "node" },
  { sourceLabels: [`${POD}_label_app`], regex: "(.+)", targetLabel: "app" },
  { sourceLabels: [`${POD}_label_app_kubernetes_io_name`], regex: "(.+)", targetLabel: "app" },
  { ...POD_FOLDER, sourceLabels: [NAMESPACE, `${POD}_name`, `${POD}_uid`, `${POD}_container_name`] },
  // The folder of a static pod is named by the hash of its manifest, which the API shows as an annotation of its mirror.
  {
    ...POD_FOLDER,
    sourceLabels: [NAMESPACE, `${POD}_name`, `${POD}_annotation_kubernetes_io_config_mirror`, `${POD}_container_name`],
  },
];

const JOURNAL_RULES: readonly RelabelRule[] = [
  { sourceLabels: ["__journal__transport"], targetLabel: "transport" },
  // Services alone, and instances by their template's name: sessions and scopes would be a stream each.
  { sourceLabels: ["__journal__systemd_unit"], regex: "([^@]+)(@.*)?\\.service", targetLabel: "unit" },
];
