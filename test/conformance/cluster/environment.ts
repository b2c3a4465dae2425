import { networkInterfaces } from "node:os";
import { findTool } from "../../components/available";
import { lokiForPods } from "../../components/loki";
import type { Charts } from "./apply";

/** The real programs that make up a test cluster. */
export interface Components {
  readonly apiServer: string;
  readonly etcd: string;
  readonly loki: string;
  readonly alertmanager: string;
}

/** The requirements of clusterComponents, named in the titles of skipped tests. */
export const CLUSTER = "KUBE_APISERVER_BINARY, ETCD_BINARY, LOKI_BINARY, ALERTMANAGER_BINARY, network namespaces";

/**
 * @returns the programs, or null if one is missing or this process has no network namespace of its own
 * @throws Error if REQUIRE_TOOLS=1 and there is no such namespace
 */
export function clusterComponents(): Components | null {
  if (!isInOwnNetwork()) return withoutNetwork();
  const [apiServer, etcd] = [findTool("kube-apiserver"), findTool("etcd")];
  const [loki, alertmanager] = [lokiForPods(), findTool("alertmanager")];
  if (apiServer === null || etcd === null || loki === null || alertmanager === null) return null;
  return { apiServer, etcd, loki, alertmanager };
}

function withoutNetwork(): null {
  const missing = 'this process has no network namespace of its own; run "npm run test:cluster" as root on Linux';
  if (process.env["REQUIRE_TOOLS"] === "1") throw new Error(`REQUIRE_TOOLS=1, but ${missing}`);
  process.stderr.write(`${missing}\n`);
  return null;
}

/** Returns the real charts if the environment names both, and null if fakes must replace them. */
export function givenCharts(): Charts | null {
  const [helm, loki, alloy] = [findTool("helm"), process.env["LOKI_CHART"], process.env["ALLOY_CHART"]];
  return helm !== null && loki !== undefined && alloy !== undefined ? { helm, loki, alloy } : null;
}

/**
 * In the namespace of network-namespace.mjs, every address in 198.18.0.0/15 belongs to this machine, and no other address
 * is reachable.
 */
export const API_SERVER_ADDRESS = "198.18.0.1";

/** The number of addresses per value of the third octet. */
const BLOCK = 256;

/** The address of a node, by its index: from 198.18.1.0. */
export function nodeAddress(index: number): string {
  return `198.18.${1 + Math.floor(index / BLOCK)}.${index % BLOCK}`;
}

/** The address of a pod, in the order in which pods start: from 198.19.0.0. */
export function podAddress(index: number): string {
  return `198.19.${Math.floor(index / BLOCK)}.${index % BLOCK}`;
}

/** Returns true if this process runs in that namespace. */
function isInOwnNetwork(): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses.some(({ address }) => address === API_SERVER_ADDRESS);
}
