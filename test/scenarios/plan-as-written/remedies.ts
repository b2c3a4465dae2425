import { resolveModel } from "../../../src/model";
import { renderStack } from "../../../src/stack/rendered-stack";
import { Duration } from "../../../src/units";
import { changed } from "../../checks/stacks";
import { example, ROOT } from "../../helpers/example";
import type { Draft } from "./draft";

/** One thing that a finding says to do. */
export interface Remedy {
  readonly what: string;
  /** The checks that find less when it is done. */
  readonly ends: readonly string[];
  apply(draft: Draft): Draft;
}

/** In the order of the findings' importance: first what keeps Loki from starting, then what would be lost, then the rest. */
export const remedies: readonly Remedy[] = [
  lokiValues("delete the keys that the chart does not know", ["chart-keys"], {
    "loki.ruler": undefined,
    bloomCompactor: undefined,
  }),
  lokiValues("give Loki directories that it may write", ["writable-paths"], {
    "loki.structuredConfig.compactor.working_directory": "/var/loki/compactor",
  }),
  lokiValues("tell the ruler where its rules and its Alertmanager are", ["rules-mount", "ruler-alertmanager"], {
    "loki.structuredConfig.ruler.storage.local.directory": "/loki/rules",
    "loki.structuredConfig.ruler.alertmanager_url": "http://prometheus-alertmanager.monitoring.svc.cluster.local:9093",
  }),
  lokiValues("leave one process alone in its ring", ["single-ring"], {
    "loki.structuredConfig.common.ring.kvstore.store": "inmemory",
  }),
  lokiValues("keep chunks for as long as the plan says", ["chunk-sync"], {
    "loki.structuredConfig.ingester.sync_period": "0s",
  }),
  lokiValues("ask the ingester for all that it holds", ["query-look-back", "late-lines"], {
    "loki.structuredConfig.querier.query_ingesters_within": "0s",
    "loki.structuredConfig.ingester.query_store_max_look_back_period": -1,
  }),
  lokiValues("let nobody delete logs", ["delete-api"], {
    "loki.structuredConfig.limits_config.deletion_mode": "disabled",
  }),
  lokiValues("give the flush its time", ["grace-period"], { "singleBinary.terminationGracePeriodSeconds": 282 }),
  lokiValues("reckon with the tmpfs", ["memory-limit"], {
    "loki.structuredConfig.ingester.wal.replay_memory_ceiling": "2GB",
    "singleBinary.extraEnv": [{ name: "GOMEMLIMIT", value: "3481MiB" }],
  }),
  lokiValues("run one Loki and nothing beside it", ["deployment-mode", "extra-components"], {
    deploymentMode: "Monolithic",
    "chunksCache.enabled": false,
    "resultsCache.enabled": false,
    "gateway.enabled": false,
    "lokiCanary.enabled": false,
    "test.enabled": false,
    "sidecar.rules.enabled": false,
  }),
  lokiValues("keep the claim when its StatefulSet goes", ["volume-reclaim"], {
    "singleBinary.persistence.enableStatefulSetAutoDeletePVC": false,
  }),
  {
    what: "give volume and claim a class of their own",
    ends: ["volume-binding"],
    apply: (draft) => ({
      ...draft,
      storageClass: null,
      loki: changed(draft.loki, { "singleBinary.persistence.storageClass": "monitoring-loki" }),
    }),
  },
  {
    what: "take exact charts, of the community",
    ends: ["exact-versions", "chart-repository"],
    apply: (draft) => ({
      ...draft,
      repository: "https://grafana-community.github.io/helm-charts",
      ...{ lokiVersion: "18.11.0", alloyVersion: "1.11.1" },
    }),
  },
  {
    what: "give rollouts their time",
    ends: ["rollout-time"],
    apply: (draft) => ({ ...draft, timeout: Duration.seconds(600) }),
  },
  {
    what: "let agents read the files of their own node, all of them, and remember where they were",
    ends: [
      ...["agent-files", "agent-positions", "required-values", "taints"],
      ...["pipeline-node-scope", "pipeline-write-endpoints"],
    ],
    apply: (draft) => ({ ...draft, pipeline: null, agent: agentValues() }),
  },
  settings("give agents memory, and no limit of CPU", ["agent-memory", "agent-cpu"], { alloy: {} }),
  settings("leave the limit of streams to memory", ["stream-limit"], { loki: {} }),
  settings("leave other pods inotify instances", ["inotify-instances"], { inotify: {} }),
  {
    what: "pin what dashboards point at",
    ends: ["datasource-uid"],
    apply: (draft) => ({ ...draft, uid: null }),
  },
  settings("take rules that can fire", ["rule-never-written", "rule-self-match", "rule-unaggregated"], {
    alerting: {},
  }),
];

function lokiValues(what: string, ends: readonly string[], change: Readonly<Record<string, unknown>>): Remedy {
  return { what, ends, apply: (draft) => ({ ...draft, loki: changed(draft.loki, change) }) };
}

function settings(what: string, ends: readonly string[], change: Partial<Draft["settings"]>): Remedy {
  return { what, ends, apply: (draft) => ({ ...draft, settings: { ...draft.settings, ...change } }) };
}

/** What the plan derives for the agents, as somebody would write it by hand. */
function agentValues() {
  return renderStack(resolveModel(example, ROOT), ROOT).agent.values;
}
