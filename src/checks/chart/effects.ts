/** What keys of a family do, by a pattern of their path. The first match counts. */
const EFFECTS: readonly (readonly [path: RegExp, effect: string])[] = [
  [/(fullname|name|namespace)Override$/, "it renames objects whose names agents, Grafana and the claim use"],
  [/^extraObjects$/, "it deploys objects that no check sees"],
  [
    /^(ingester|distributor|querier|query|index|compactor|bloom|ruler|pattern|overridesExporter|backend|read|write|tableManager)/,
    "it configures a component of another deployment mode, or adds one to Loki",
  ],
  [
    /^(memcached|chunksCache|resultsCache|lokiCanary|test|minio|rollout_operator|sidecar|gateway)/,
    "it configures a component that this stack turns off",
  ],
  [
    /^(monitoring|serviceMonitor)/,
    "it creates objects of the Prometheus Operator, and Helm fails without its definitions",
  ],
  [
    /^networkPolicy/,
    "policies add up, and those of the charts open Loki's port 3100 and the agents to everybody (see access)",
  ],
  [/^(ingress|route)/, "it configures an Ingress or a route to an API that has no authentication"],
  [/^rbac|serviceAccount/, "it changes what the pods may read from the API server"],
  [
    /tenants$/,
    "it defines users of the gateway, which this stack turns off: Loki has one tenant, without authentication",
  ],
  [
    /[cC]onfigMap|config(Object|Storage)|generatedConfig|runtimeConfig|[sS]chemaConfig|^agent(\.|$)/,
    "it replaces or extends the configuration that the stack derives",
  ],
  [/(extraArgs|customArgs|command)$/, "it overrides flags that the stack derives"],
  [/(extraEnv|extraEnvFrom|envFrom)$/, "it overrides variables that the stack derives"],
  [/(initContainers|extraContainers|Containers)$/, "it runs a container that no check sees"],
  [/(extraVolumes|extraVolumeMounts)$/, "it adds a volume whose path no check compares with the stack's"],
  [/lifecycle|terminationGracePeriod/, "it changes how long the shutdown takes"],
  [/[pP]robe|initialDelay|timeoutSeconds/, "it changes when Kubernetes restarts the pod, or sends it traffic"],
  [/persistence|volumeClaim/, "it changes the claim that the stack binds to its volume"],
  [
    /[aA]utoscaling|replicas/,
    "it changes the number of pods: a second Loki writes to the same volume, a second collector sends every event again",
  ],
  [/[sS]trategy|podManagement|parallelRollout|minReady|kind$/, "it changes how a rollout replaces pods"],
  [/image|[rR]egistry/, "it deploys another image than the tested one"],
  [/host(Network|PID|Users|Aliases)|dns/, "it changes the network, the users or the names that the pod sees"],
  [/[sS]ecurityContext|hostUsers/, "it changes the user and the rights of the pod"],
  [
    /(listen|enableHttp|uiPath|extraPorts|^service|\.service|appProtocol|trafficDistribution)/,
    "it changes the addresses that agents, Grafana and probes use",
  ],
  [/storagePath|mounts/, "it moves the files that the program reads or writes"],
  [/resources|resizePolicy|goSettings/, "it changes the memory that the stack derives its limits from"],
  [
    /(nodeSelector|tolerations|affinity|priorityClassName|topologySpread)/,
    "it changes on which nodes the pod runs, or has no effect next to the value that the stack sets",
  ],
];

/** Returns what a key does, as far as it is known. */
export function effectOf(path: readonly string[]): string {
  const key = path.join(".");
  return EFFECTS.find(([pattern]) => pattern.test(key))?.[1] ?? "nothing has tested what it does to this stack";
}

/** The settings in main.ts for what some keys are usually set for. */
const SETTINGS: readonly (readonly [path: RegExp, setting: string])[] = [
  [/[rR]egistry$|image\.(repository|tag|digest|sha)$/, "images.registry in main.ts sets where nodes pull the images"],
  [/^(loki|defaults|singleBinary)\.resources$/, "loki.resources in main.ts sets them"],
  [/^patternIngester/, "loki.patterns in main.ts starts the pattern ingester"],
  [/persistence/, "nfs in main.ts sets where the data is stored"],
  [/^alloy\.configMap|^agent\.configMap/, "alloy in main.ts sets the sources of the pipeline"],
];

/** Returns the setting in main.ts to use in place of a key, null if there is none. */
export function settingInsteadOf(path: readonly string[]): string | null {
  const key = path.join(".");
  return SETTINGS.find(([pattern]) => pattern.test(key))?.[1] ?? null;
}
