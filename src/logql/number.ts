import type { Span } from "./ast";
import { parseError } from "./errors";

/** A number of a query, as Go's scanner reads it. */
export interface ScannedNumber {
  readonly to: number;
  /** NaN if it has a base that Loki can't read, and infinite if it is too large. */
  readonly value: number;
}

const DECIMAL = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eEpP][-+]?[\d_]*)?/y;
const HEXADECIMAL = /0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][-+]?[\d_]*)?/y;
const OCTAL = /0[oO][\d_]*(?:\.[\d_]*)?(?:[eEpP][-+]?[\d_]*)?/y;
const BINARY = /0[bB][\d_]*(?:\.[\d_]*)?(?:[eEpP][-+]?[\d_]*)?/y;

/** Digits with single underscores between them. A prefix counts as a digit. */
const DIGITS = String.raw`\d+(?:_\d+)*`;
const VALID_DECIMAL = new RegExp(`^(?=\\.?\\d)(?:${DIGITS})?(?:\\.(?:${DIGITS})?)?(?:[eE][-+]?${DIGITS})?$`);
const VALID_HEXADECIMAL =
  /^0x_?(?=\.?[\da-f])(?:[\da-f]+(?:_[\da-f]+)*)?(?:$|\.?(?:[\da-f]+(?:_[\da-f]+)*)?p[-+]?\d+(?:_\d+)*$)/i;
const VALID_OCTAL = /^0o(?:_?[0-7])+$/i;
const VALID_BINARY = /^0b(?:_?[01])+$/i;
/** Go's scanner reads an integer with a leading zero as octal. */
const INVALID_OCTAL = /^0[\d_]*[89][\d_]*$/;

/**
 * Reads the number that starts at an offset.
 * @param adjacent whether the previous token ends at the offset
 * @returns null if no number starts there
 * @throws ParseError if Go's scanner rejects the number
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/syntax/query_scanner.go (scanNumber)
 */
export function scanNumber(text: string, from: number, adjacent: boolean): ScannedNumber | null {
  const to = [HEXADECIMAL, OCTAL, BINARY, DECIMAL]
    .map((pattern) => endOf(pattern, text, from))
    .find((end) => end !== null);
  if (to == null) return null;
  const written = text.slice(from, to);
  if (!isValid(written, adjacent)) throw invalid({ from, to }, written);
  return { to, value: amountOf(written.replaceAll("_", "")) };
}

function endOf(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function isValid(written: string, adjacent: boolean): boolean {
  if (/^0x/i.test(written)) return VALID_HEXADECIMAL.test(written);
  if (/^0o/i.test(written)) return VALID_OCTAL.test(written);
  // Loki's scanner looks at the wrong character after whitespace, and then finds no digits.
  if (/^0b/i.test(written)) return adjacent && VALID_BINARY.test(written);
  return VALID_DECIMAL.test(written) && !INVALID_OCTAL.test(written);
}

function invalid(span: Span, written: string) {
  return parseError(span, `a number ${written}`, "a decimal number", remedyFor(written));
}

function remedyFor(written: string): string {
  if (/^0\d/.test(written)) return "remove the leading zero";
  if (/p/i.test(written)) return "write another unit: Go's scanner reads p as an exponent";
  return "write digits only, such as 1000 or 1e3";
}

function amountOf(written: string): number {
  const [, whole = "", fraction = "", exponent] = /^0x([\da-f]*)\.?([\da-f]*)p([-+]?\d+)$/i.exec(written) ?? [];
  if (exponent !== undefined) return Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length);
  return /^0[xob]/i.test(written) ? Number.NaN : Number(written);
}
