import { resolveModel } from "../../../src/model";
import { renderStack } from "../../../src/stack/rendered-stack";
import { Duration } from "../../../src/units";
import { changed } from "../../checks/stacks";
import { example, ROOT } from "../../helpers/example";
import type { Draft } from "./draft";

/** A remedy of a finding. */
export interface Remedy {
  readonly what: string;
  /** The checks whose findings it resolves. */
  readonly ends: readonly string[];
  apply(draft: Draft): Draft;
}

/** In order of importance: first problems that keep Loki from starting, then data loss, then the rest. */
export const remedies: readonly Remedy[] = [
  lokiValues("delete the keys that the chart does not read", ["chart-keys"], {
    "loki.ruler": undefined,
    bloomCompactor: undefined,
  }),
  lokiValues("give Loki writable directories", ["writable-paths"], {
    "loki.structuredConfig.compactor.working_directory": "/var/loki/compactor",
  }),
  lokiValues("point the ruler to its rules and its Alertmanager", ["rules-mount", "ruler-alertmanager"], {
    "loki.structuredConfig.ruler.storage.local.directory": "/loki/rules",
    "loki.structuredConfig.ruler.alertmanager_url": "http://prometheus-alertmanager.monitoring.svc.cluster.local:9093",
  }),
  lokiValues("form a ring of one process", ["single-ring"], {
    "loki.structuredConfig.common.ring.kvstore.store": "inmemory",
  }),
  lokiValues("keep chunks until their maximum age", ["chunk-sync"], {
    "loki.structuredConfig.ingester.sync_period": "0s",
  }),
  lokiValues("read everything in the ingester", ["query-look-back", "late-lines"], {
    "loki.structuredConfig.querier.query_ingesters_within": "0s",
    "loki.structuredConfig.ingester.query_store_max_look_back_period": -1,
  }),
  lokiValues("disable the delete API", ["delete-api"], {
    "loki.structuredConfig.limits_config.deletion_mode": "disabled",
  }),
  lokiValues("give the flush enough time", ["grace-period"], { "singleBinary.terminationGracePeriodSeconds": 282 }),
  lokiValues("account for the tmpfs", ["memory-limit"], {
    "loki.structuredConfig.ingester.wal.replay_memory_ceiling": "2GB",
    "singleBinary.extraEnv": [{ name: "GOMEMLIMIT", value: "3481MiB" }],
  }),
  lokiValues("deploy one Loki and no other component", ["deployment-mode", "extra-components"], {
    deploymentMode: "Monolithic",
    "chunksCache.enabled": false,
    "resultsCache.enabled": false,
    "gateway.enabled": false,
    "lokiCanary.enabled": false,
    "test.enabled": false,
    "sidecar.rules.enabled": false,
  }),
  lokiValues("take from Loki what it does not use", [], {
    "singleBinary.automountServiceAccountToken": false,
    "singleBinary.enableServiceLinks": false,
    "serviceAccount.automountServiceAccountToken": false,
  }),
  lokiValues("keep the claim when its StatefulSet is deleted", ["volume-reclaim"], {
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
    what: "use the community charts",
    ends: ["exact-versions", "chart-repository"],
    apply: (draft) => ({
      ...draft,
      repository: "https://grafana-community.github.io/helm-charts",
      ...{ lokiVersion: "18.11.0", alloyVersion: "1.11.1" },
    }),
  },
  {
    what: "give rollouts enough time",
    ends: ["rollout-time"],
    apply: (draft) => ({ ...draft, timeout: Duration.seconds(600) }),
  },
  {
    what: "let all agents read the files of their own node and keep their positions",
    ends: [
      ...["agent-files", "agent-positions", "required-values", "taints"],
      ...["pipeline-node-scope", "pipeline-write-endpoints"],
    ],
    apply: (draft) => ({ ...draft, pipeline: null, agent: agentValues() }),
  },
  settings("give agents memory and no CPU limit", ["agent-memory", "agent-cpu"], { alloy: {} }),
  settings("derive the stream limit from memory", ["stream-limit"], { loki: {} }),
  settings("leave inotify instances to other pods", ["inotify-instances"], { inotify: {} }),
  {
    what: "pin the uid that dashboards refer to",
    ends: ["datasource-uid"],
    apply: (draft) => ({ ...draft, uid: null }),
  },
  settings(
    "write rules that can fire",
    ["drill-rule", "rule-critical-source", "rule-never-written", "rule-self-match", "rule-unaggregated"],
    {
      alerting: {},
    },
  ),
];

function lokiValues(what: string, ends: readonly string[], change: Readonly<Record<string, unknown>>): Remedy {
  return { what, ends, apply: (draft) => ({ ...draft, loki: changed(draft.loki, change) }) };
}

function settings(what: string, ends: readonly string[], change: Partial<Draft["settings"]>): Remedy {
  return { what, ends, apply: (draft) => ({ ...draft, settings: { ...draft.settings, ...change } }) };
}

/** The agents' values that the stack derives. */
function agentValues() {
  return renderStack(resolveModel(example, ROOT), ROOT).agent.values;
}
