import { isIP } from "node:net";

/**
 * Whether a text means an address, a network or a range of addresses.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/ip.go (getMatcher)
 */
export function addressesMean(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [address = "", length] = text.split("/");
  if (length !== undefined) return isNetwork(address, length);
  const [first = "", last = "", ...more] = text.split("-");
  return more.length === 0 && isIP(first) !== 0 && isIP(first) === isIP(last);
}

function isNetwork(address: string, length: string): boolean {
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return /^(0|[1-9]\d*)$/.test(length) && Number(length) <= most;
}
