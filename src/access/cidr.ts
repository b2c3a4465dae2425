import { isIP } from "node:net";
import type { TextValidator } from "../settings/validators";

const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** A range of addresses. */
export const cidr: TextValidator = {
  pattern: { test: (text) => networkOf(text) === text },
  expected: 'a range of addresses that starts at its first one, such as "192.0.2.0/24" or "2001:db8::/64"',
  why: "network plugins reject another notation, or ignore the whole policy",
  remedy: 'write the range as address/length, such as Peer.addresses("192.0.2.10/32") for one address',
  correct: (text) => networkOf(/\/\d+$/.test(text) ? text : `${text}/${BITS[isIP(text)] ?? 0}`) ?? text,
};

/** Returns the range in its canonical form. Null if the text is no range, or if it is all addresses. */
function networkOf(text: string): string | null {
  const [, address = "", length = ""] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = isIP(address);
  const [bits = 0, prefix] = [BITS[family], Number(length)];
  if (family === 0 || address.includes("%") || prefix < 1 || prefix > bits) return null;
  const groups = family === 4 ? address.split(".").map(Number) : groupsOf(address);
  const width = bits / groups.length;
  const masked = groups.map((group, index) =>
    masks(group, Math.min(Math.max(prefix - index * width, 0), width), width),
  );
  return `${family === 4 ? masked.join(".") : new URL(`http://[${masked.map(hex).join(":")}]`).hostname.slice(1, -1)}/${prefix}`;
}

/** The eight groups of an IPv6 address. URL writes the canonical form, without dots. */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [front, back] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - (front?.length ?? 0) - (back?.length ?? 0) }, () => "0");
  return [...(front ?? []), ...zeros, ...(back ?? [])].map((group) => Number.parseInt(group, 16));
}

/** Keeps the first bits of a group. */
function masks(group: number, kept: number, width: number): number {
  return group - (group % 2 ** (width - kept));
}

function hex(group: number): string {
  return group.toString(16);
}
