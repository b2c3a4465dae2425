import { networkInterfaces } from "node:os";

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
