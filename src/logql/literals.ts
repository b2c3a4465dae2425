import { isIP } from "node:net";

/** The milliseconds of Prometheus' units, the largest first. */
export const DURATION_UNITS = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;
export type DurationUnit = keyof typeof DURATION_UNITS;

export function isDurationUnit(text: string): text is DurationUnit {
  return Object.hasOwn(DURATION_UNITS, text);
}

const PROMETHEUS = /^(?!$)(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

const GO_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: DURATION_UNITS.ms,
  s: DURATION_UNITS.s,
  m: DURATION_UNITS.m,
  h: DURATION_UNITS.h,
};
const GO = /^([-+]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** Go stores a duration as nanoseconds in 64 bits, so the maximum is about 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/**
 * Returns the milliseconds of a duration in Prometheus' notation (integers, each unit once, largest first), or null.
 * @see https://pkg.go.dev/github.com/prometheus/common/model#ParseDuration
 */
export function prometheusDuration(text: string): number | null {
  if (text === "0") return 0;
  const [, ...amounts] = PROMETHEUS.exec(text) ?? [];
  if (amounts.length === 0) return null;
  const sum = Object.values(DURATION_UNITS).reduce(
    (total, unit, index) => total + unit * Number(amounts[index] ?? 0),
    0,
  );
  return sum < LONGEST ? sum : null;
}

/**
 * Returns the milliseconds of a duration in Go's notation (with signs and fractions, no units above hours), or null.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(text: string): number | null {
  const [, sign = "", amounts = ""] = GO.exec(text) ?? [];
  if (amounts === "") return null;
  const parts = [...amounts.matchAll(/([\d.]+)([a-zµμ]+)/g)];
  const sum = parts.reduce((total, [, number, unit = ""]) => total + Number(number) * (GO_UNITS[unit] ?? 0), 0);
  return sum < LONGEST ? (sign === "-" ? -sum : sum) : null;
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  ...powers(1000, ["k", "m", "g", "t", "p", "e"], ["b", ""]),
  ...powers(1024, ["ki", "mi", "gi", "ti", "pi", "ei"], ["b", ""]),
};

/**
 * Returns the bytes of a size in the notation of LogQL's label filters ("1.5KB", "2MiB"), or null.
 * @see https://pkg.go.dev/github.com/dustin/go-humanize#ParseBytes
 */
export function byteCount(text: string): number | null {
  const [, number = "", unit = ""] = /^(\d+\.?\d*|\.\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = SIZE_UNITS[unit.toLowerCase()];
  return number === "" || factor === undefined ? null : Math.floor(Number(number) * factor);
}

function powers(base: number, prefixes: readonly string[], endings: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    prefixes.flatMap((prefix, index) => endings.map((ending) => [prefix + ending, base ** (index + 1)])),
  );
}

/**
 * Returns whether the text is an IP address, a network or an address range.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/ip.go (getMatcher)
 */
export function isAddressRange(text: string): boolean {
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
