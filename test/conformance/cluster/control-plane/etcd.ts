import { Program } from "../program";

/** Nobody else is in the network, so that the usual ports are free. */
export const ETCD_URL = "http://127.0.0.1:2379";
const PEERS = "http://127.0.0.1:2380";

/** Starts the store of the API server. What it holds needn't outlive the machine, so it doesn't wait for the disk. */
export function startEtcd(binary: string, folder: string): Program {
  const clients = [`--listen-client-urls=${ETCD_URL}`, `--advertise-client-urls=${ETCD_URL}`];
  const peers = [
    `--listen-peer-urls=${PEERS}`,
    `--initial-advertise-peer-urls=${PEERS}`,
    `--initial-cluster=default=${PEERS}`,
  ];
  return Program.start(binary, [`--data-dir=${folder}`, ...clients, ...peers, "--unsafe-no-fsync"]);
}
