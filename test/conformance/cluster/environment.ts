import { networkInterfaces } from "node:os";
import { findTool } from "../../components/available";
import { lokiForPods } from "../../components/loki";
import type { Charts } from "./apply";

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

/** The network that own-network.mjs makes: every address of 198.18.0.0/15 is this machine, and nothing else can be reached. */
export const API_SERVER_ADDRESS = "198.18.0.1";

/** What a block of addresses holds. */
const BLOCK = 256;

/** The nodes' addresses, by their number: 198.18.1.0 and on. */
export function nodeAddress(index: number): string {
  return `198.18.${1 + Math.floor(index / BLOCK)}.${index % BLOCK}`;
}

/** The pods' addresses, in the order in which they start: 198.19.0.0 and on. */
export function podAddress(index: number): string {
  return `198.19.${Math.floor(index / BLOCK)}.${index % BLOCK}`;
}

/** Whether this process lives in that network. */
export function isInOwnNetwork(): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses.some(({ address }) => address === API_SERVER_ADDRESS);
}
