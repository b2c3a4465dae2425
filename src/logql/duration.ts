const UNITS = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const PROMETHEUS = /^(?!$)(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

const GO_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: UNITS.ms,
  s: UNITS.s,
  m: UNITS.m,
  h: UNITS.h,
};
const GO = /^([-+]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** Go keeps a duration as nanoseconds in 64 bits: some 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/**
 * The milliseconds of a duration in Prometheus' notation (whole numbers, each unit once, the largest first), or null.
 * @see https://pkg.go.dev/github.com/prometheus/common/model#ParseDuration
 */
export function prometheusDuration(text: string): number | null {
  if (text === "0") return 0;
  const [, ...amounts] = PROMETHEUS.exec(text) ?? [];
  if (amounts.length === 0) return null;
  const sum = Object.values(UNITS).reduce((total, unit, index) => total + unit * Number(amounts[index] ?? 0), 0);
  return sum < LONGEST ? sum : null;
}

/**
 * The milliseconds of a duration in Go's notation (signs and fractions, but no unit above the hour), or null.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDuration(text: string): number | null {
  const [, sign = "", amounts = ""] = GO.exec(text) ?? [];
  if (amounts === "") return null;
  const parts = [...amounts.matchAll(/([\d.]+)([a-zµμ]+)/g)];
  const sum = parts.reduce((total, [, number, unit = ""]) => total + Number(number) * (GO_UNITS[unit] ?? 0), 0);
  return sum < LONGEST ? (sign === "-" ? -sum : sum) : null;
}
