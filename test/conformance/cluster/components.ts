import { findTool } from "../tools";
import { lokiForPods } from "../with-loki";
import { isInOwnNetwork } from "./addresses";
import type { Charts } from "./objects/applied";

/** The real programs of a cluster. */
export interface Components {
  readonly apiServer: string;
  readonly etcd: string;
  readonly loki: string;
  readonly alertmanager: string;
}

/** What clusterComponents needs, for the name of tests that are skipped. */
export const CLUSTER = "KUBE_APISERVER_BINARY, ETCD_BINARY, LOKI_BINARY, ALERTMANAGER_BINARY, network namespaces";

/**
 * @returns the programs, or null where one is missing or this process has no network of its own
 * @throws Error where there is no such network, and REQUIRE_TOOLS asks for it
 */
export function clusterComponents(): Components | null {
  if (!isInOwnNetwork()) return withoutNetwork();
  const [apiServer, etcd] = [findTool("kube-apiserver"), findTool("etcd")];
  const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
  if (apiServer === null || etcd === null || loki === null || alertmanager === null) return null;
  return { apiServer, etcd, loki, alertmanager };
}

function withoutNetwork(): null {
  const missing = "an own network is missing; what helps: npm run test:cluster, as root on Linux";
  if (process.env["REQUIRE_TOOLS"] === "1") throw new Error(`REQUIRE_TOOLS=1, but ${missing}`);
  process.stderr.write(`${missing}\n`);
  return null;
}

/** The charts, where both are given; stand-ins have to do elsewhere. */
export function givenCharts(): Charts | null {
  const [helm, loki, alloy] = [findTool("helm"), process.env["LOKI_CHART"], process.env["ALLOY_CHART"]];
  return helm !== null && loki !== undefined && alloy !== undefined ? { helm, loki, alloy } : null;
}
