import type { V1Node } from "@kubernetes/client-node";
import type { ApiServerContext } from "../diagnostics/api-server";
import type { Metrics } from "../diagnostics/metrics";
import { memoize } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { directService, type HttpService } from "../kube/http-service";
import { memoizedNodes } from "../kube/lists";
import { LOKI, LOKI_POD } from "../loki/layout";
import type { Model } from "../model";
import type { RenderedStack } from "../stack/rendered-stack";
import { LogPathDrill } from "./log-path-drill/drill";
import type { Drill } from "./log-path-drill/probes";
import { lokiMetrics } from "./loki";
import { memoizedSettledNodes } from "./settled-nodes";

/** What the diagnostics of verify share. */
export interface VerifyContext extends ApiServerContext {
  /** What the project renders, and the cluster should run. */
  readonly stack: RenderedStack;
  readonly loki: HttpService;
  /** Loki's counters when the first diagnostic asks for them. The same for every diagnostic. */
  readonly lokiBefore: () => Promise<Metrics>;
  /** Null if the settings have no Alertmanager. */
  readonly alertmanager: HttpService | null;
  /** Null without `--grafana-url`. */
  readonly grafana: HttpService | null;
  /** Whether the run creates nothing, and so does not start the drill. */
  readonly readOnly: boolean;
  /** Whether the run looks for a marker of every node in Loki. */
  readonly isMarked: boolean;
  /** The pods that write a marker. The first diagnostic that needs them creates them. */
  readonly drill: Drill;
  /** All nodes. Requested once. */
  readonly nodes: () => Promise<readonly V1Node[]>;
  /** The nodes whose agents are expected to work. The same for every diagnostic. */
  readonly agentNodes: () => Promise<readonly V1Node[]>;
  readonly names: Names;
}

/** The names of this installation that causes contain. */
export interface Names {
  readonly namespace: string;
  /** The namespace of the pods of a drill. */
  readonly drillNamespace: string;
  readonly lokiService: string;
  readonly lokiPort: number;
  readonly lokiPod: string;
  readonly rulesConfigMap: string;
  /** The DaemonSet of the agents. */
  readonly agents: string;
}

export function namesOf({ namespace, drill, loki, alloy }: Model): Names {
  return {
    namespace: namespace.name,
    drillNamespace: drill.namespace,
    lokiService: LOKI,
    lokiPort: loki.service.httpPort,
    lokiPod: LOKI_POD,
    rulesConfigMap: loki.rules.configMap,
    agents: alloy.agent.release,
  };
}

export interface VerifyOptions {
  readonly readOnly: boolean;
  /** The components' own URLs by the option: "loki-url". The others are reached through the API server's proxy. */
  readonly urls: Readonly<Record<string, string>>;
}

export interface ContextOptions extends VerifyOptions, Pick<VerifyContext, "isMarked"> {
  /** Whether the run fires the drill's alert. If not, it also creates no silence. */
  readonly isFired: boolean;
}

export function contextOf(
  stack: RenderedStack,
  { readOnly, urls, isMarked, isFired }: ContextOptions,
  cluster: Cluster,
  signal: AbortSignal,
): VerifyContext {
  const { model } = stack;
  const nodes = memoizedNodes(cluster, signal);
  const agentNodes = memoizedSettledNodes(nodes);
  const loki = serviceAt(urls["loki-url"]) ?? cluster.service(model.namespace.name, LOKI, model.loki.service.httpPort);
  const alertmanager = alertmanagerOf(model, urls, cluster);
  const core = (until: AbortSignal) => cluster.core(until);
  return {
    stack,
    cluster,
    isOldClusterFatal: false,
    loki,
    lokiBefore: memoize(() => lokiMetrics(loki, signal)),
    alertmanager,
    grafana: urls["grafana-url"] === undefined ? null : grafanaService(urls["grafana-url"], process.env),
    readOnly,
    isMarked,
    drill: new LogPathDrill({ core, model, nodes: agentNodes, alertmanager: isFired ? alertmanager : null }),
    nodes,
    agentNodes,
    names: namesOf(model),
  };
}

function serviceAt(url: string | undefined): HttpService | null {
  return url === undefined ? null : directService(url);
}

function alertmanagerOf(
  { alerting: { alertmanager } }: Model,
  urls: VerifyOptions["urls"],
  cluster: Cluster,
): HttpService | null {
  if (alertmanager === null) return null;
  const { namespace, service, port } = alertmanager;
  return serviceAt(urls["alertmanager-url"]) ?? cluster.service(namespace, service, port);
}

/**
 * Grafana with the credentials of the environment. On the command line, other users would see them.
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/authentication/
 */
export function grafanaService(url: string, environment: NodeJS.ProcessEnv): HttpService {
  const { GRAFANA_TOKEN: token, GRAFANA_USER: user, GRAFANA_PASSWORD: password = "" } = environment;
  if (token) return directService(url, { Authorization: `Bearer ${token}` });
  if (!user) return directService(url);
  return directService(url, { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` });
}
