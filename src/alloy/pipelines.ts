import { Duration } from "../units";
import { apiServerEvents } from "./components/api-server";
import { pipelineBlocks, type Source } from "./components/component";
import { closedHttpServer } from "./components/http-server";
import {
  lokiProcess,
  lokiWrite,
  stageCri,
  stageDocker,
  stageLabelDrop,
  stageLimitByLabel,
  stageMatch,
  stageStructuredMetadata,
} from "./components/receivers";
import { discoveryRelabel, lokiRelabelRules, type RelabelRule } from "./components/relabel";
import { discoveryKubernetesPods, lokiSourceEvents, lokiSourceFile, lokiSourceJournal } from "./components/sources";
import { dropMatching, dropTooOld, RULER_EVALUATIONS } from "./drops";
import type { LineLimits } from "./line-limits";
import type { AlloyModel } from "./model";
import { ownStreamRules } from "./own-streams";
import { EVENTS_JOB, JOURNAL_JOB, KMSG } from "./source-contracts";
import { type Block, Expression } from "./syntax";

/** The chart sets this variable to the name of the pod's node. */
const NODE = Expression.env("K8S_NODE_NAME");

/** Returns the pipeline of the agent on each node: the log files of its pods, and its journal. */
export function nodePipeline(alloy: AlloyModel): readonly Block[] {
  const pods = podLogs(alloy);
  const blocks = alloy.journal ? pipelineBlocks([pods, nodeJournal(alloy)]) : pipelineBlocks([pods]);
  return [...closedHttpServer(), ...blocks];
}

/** Returns the pipeline of the single collector of the cluster's events. */
export function eventsPipeline({ write, limits }: AlloyModel): readonly Block[] {
  const blocks = pipelineBlocks([
    lokiSourceEvents("cluster", {
      apiServer: apiServerEvents("api_server"),
      jobName: EVENTS_JOB,
      forwardTo: [
        lokiProcess("events", {
          stages: [
            stageLabelDrop("Every event has the same value.", "instance"),
            dropTooOld(write.oldestAccepted),
            shareOf("namespace", limits),
            // Must follow the limit, which sees only labels.
            stageStructuredMetadata(
              "The creator of an event chooses it, and each value would be a stream.",
              "namespace",
            ),
          ],
          forwardTo: [lokiWrite("events", write)],
        }),
      ],
    }),
  ]);
  return [...closedHttpServer(), ...blocks];
}

function podLogs(alloy: AlloyModel): Source {
  const { runtime, write, drop, limits } = alloy;
  const format = runtime === "docker" ? stageDocker() : stageCri(write.maxLineSize);
  return lokiSourceFile("pods", {
    targets: discoveryRelabel("pods", {
      targets: discoveryKubernetesPods("pods", { field: Expression.concat("spec.nodeName=", NODE) }),
      rules: [...POD_RULES, ...ownStreamRules(alloy, { namespace: NAMESPACE, container: `${POD}_container_name` })],
    }),
    fileMatch: { syncPeriod: Duration.seconds(5) },
    forwardTo: [
      lokiProcess("pods", {
        stages: [
          format,
          // Must follow the format stage, which uses the file name to join split lines.
          stageLabelDrop("One stream per container, not one per file.", "filename"),
          stageStructuredMetadata("Queries can filter by it, but it creates no streams.", "stream"),
          dropTooOld(write.oldestAccepted),
          ...[RULER_EVALUATIONS, ...drop].map(dropMatching),
          shareOf("namespace", limits),
          stageLimitByLabel({
            comment: "A namespace that writes more than this for days would fill the volume.",
            ...limits.volume,
            label: "namespace",
          }),
          // Must follow the drops, whose selectors see only labels.
          stageStructuredMetadata("The label of a running pod can change, and each value would be a stream.", "app"),
        ],
        forwardTo: [lokiWrite("pods", write)],
      }),
    ],
  });
}

function shareOf(label: string, { share }: LineLimits) {
  const comment = `Each ${label} may take half of what Loki admits, so it can't starve the others.`;
  return stageLimitByLabel({ comment, ...share, label });
}

/** The journal has its own loki.write: if Loki rejects the pods' streams, the kernel's lines still arrive. */
function nodeJournal({ write, limits }: AlloyModel): Source {
  return lokiSourceJournal("node", {
    rules: lokiRelabelRules("journal", JOURNAL_RULES),
    labels: { job: JOURNAL_JOB, node: NODE },
    forwardTo: [
      lokiProcess("journal", {
        stages: [
          dropTooOld(write.oldestAccepted),
          // The kernel's lines are never dropped.
          stageMatch('{transport!="kernel"}', [shareOf("transport", limits)]),
        ],
        forwardTo: [lokiWrite("journal", write)],
      }),
    ],
  });
}

const POD = "__meta_kubernetes_pod";
const NAMESPACE = "__meta_kubernetes_namespace";

/** The exact directory of the pod. With a leading wildcard every sync would list every pod's directory. */
const POD_DIRECTORY = {
  separator: "/",
  regex: "([^/]+)/([^/]+)/([^/]+)/([^/]+)",
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
  { ...POD_DIRECTORY, sourceLabels: [NAMESPACE, `${POD}_name`, `${POD}_uid`, `${POD}_container_name`] },
  // A static pod's directory contains the manifest's hash instead of the uid. The mirror pod has it as an annotation, in
  // which anyone who creates a pod could write a path to the files of others.
  {
    ...POD_DIRECTORY,
    regex: "([^/]+)/([^/]+)/([0-9a-f]+)/([^/]+)",
    sourceLabels: [NAMESPACE, `${POD}_name`, `${POD}_annotation_kubernetes_io_config_mirror`, `${POD}_container_name`],
  },
];

const JOURNAL_RULES: readonly RelabelRule[] = [
  { sourceLabels: ["__journal__transport"], targetLabel: "transport" },
  // The kernel never lets a program write to /dev/kmsg with its own facility, 0 (kernel/printk/printk.c, devkmsg_write).
  {
    sourceLabels: ["__journal__transport", "__journal_syslog_facility"],
    regex: "kernel;[1-9][0-9]*",
    targetLabel: "transport",
    replacement: KMSG,
  },
  // Only services, with instances under the name of their template: each session or scope would add a stream.
  { sourceLabels: ["__journal__systemd_unit"], regex: "([^@]+)(@.*)?\\.service", targetLabel: "unit" },
];
