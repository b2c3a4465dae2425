import { byteCount } from "../bytes";
import { goDuration, prometheusDuration } from "../duration";
import { unreadable } from "../problem";
import { made, matchEnd } from "./scan";
import type { Token } from "./token";

const NUMBER = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
const OTHER_BASE = /0[xX][\da-fA-F_]+|0[bB][01][01_]*|0[oO][0-7_]+/y;
/** What Go's scanner begins to read in another base, and then can't. */
const BROKEN_BASE = /0[xXbBoO]|0\d*[89]\d*(?![.eE\d])/y;
const DURATION_TAIL = /[\d.nuµmshdwy]+/y;
const BYTES_TAIL = /[\d.BikKMGTP]+/y;

/**
 * A number, or a duration or size that begins with one.
 * @throws Unreadable where Go's scanner begins to read another base, and can't
 */
export function numberAt(text: string, from: number): Token | null {
  const otherBase = matchEnd(OTHER_BASE, text, from);
  if (otherBase !== null) return made("number", text, from, otherBase, Number.NaN);
  refuseBrokenBase(text, from);
  const end = matchEnd(NUMBER, text, from);
  if (end === null) return null;
  const amount = Number(text.slice(from, end).replaceAll("_", ""));
  return durationAt(text, from, end) ?? bytesAt(text, from, end) ?? made("number", text, from, end, amount);
}

function refuseBrokenBase(text: string, from: number): void {
  const to = matchEnd(BROKEN_BASE, text, from);
  if (to === null) return;
  throw unreadable(
    { from, to },
    `a number ${text.slice(from, to)}`,
    "one with the base of ten",
    "write it without the zero",
  );
}

/** A duration whose number, or sign, ends at `end`. */
export function durationAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(DURATION_TAIL, text, end);
  const written = to === null ? "" : text.slice(from, to);
  const amount = prometheusDuration(written) ?? goDuration(written);
  return to === null || amount === null ? null : made("duration", text, from, to, amount);
}

function bytesAt(text: string, from: number, end: number): Token | null {
  const to = matchEnd(BYTES_TAIL, text, end);
  const amount = to === null ? null : byteCount(text.slice(from, to));
  return to === null || amount === null ? null : made("bytes", text, from, to, amount);
}
