import type { Lag } from "./lags";
import type { Measurement } from "./measure";

interface Summary {
  readonly lines: number;
  readonly missing: number;
  readonly median: number;
  readonly worst: number;
}

export function summaryOf(lags: readonly Lag[]): Summary {
  const found = lags.flatMap((lag) => lag ?? []).sort((one, other) => one - other);
  return {
    lines: lags.length,
    missing: lags.length - found.length,
    median: found[Math.floor((found.length - 1) / 2)] ?? Number.NaN,
    worst: found.at(-1) ?? Number.NaN,
  };
}

/** Returns Markdown tables of measurements, one column for each. */
export function report(measurements: readonly Measurement[]): string {
  const rows: (readonly [string, (one: Measurement) => string])[] = [
    ["pods on the noisy node, median (worst)", (one) => lag(of(one, /^node-1\/quiet/))],
    ["pods on another node", (one) => lag(of(one, /^node-2\/quiet/))],
    ["journal of the noisy node", (one) => lag(of(one, /^node-1\/journal/))],
    ["journal of another node", (one) => lag(of(one, /^node-2\/journal/))],
    ["line of an OOM kill → alert", (one) => lag(one.alerts)],
    [
      "time for which a journal was refused, worst",
      (one) => `${Math.max(...Object.values(one.refusedSeconds)).toFixed(0)} s`,
    ],
    ["write-ahead log, peak", (one) => `${(100 * one.logPeak).toFixed(0)} % of the tmpfs`],
    ["lines that agents dropped, by namespace", ({ dropped }) => counts(dropped)],
    ["lines that Loki refused, by reason", ({ discarded }) => counts(discarded)],
    ["noisy lines kept", ({ noisy }) => `${((100 * noisy.kept) / noisy.written).toFixed(0)} % of ${noisy.written}`],
  ];
  const header = ["", ...measurements.map(({ variant }) => variant)];
  const lines = rows.map(([title, cell]) => [title, ...measurements.map(cell)]);
  return [header, header.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function of({ lags }: Measurement, name: RegExp): readonly Lag[] {
  return Object.entries(lags).flatMap(([source, all]) => (name.test(source) ? all : []));
}

function lag(lags: readonly Lag[]): string {
  const { lines, missing, median, worst } = summaryOf(lags);
  const lost = missing === 0 ? "" : `, ${missing} of ${lines} not found`;
  return `${median.toFixed(1)} s (${worst.toFixed(1)})${lost}`;
}

function counts(all: Readonly<Record<string, number>>): string {
  const entries = Object.entries(all).map(([name, count]) => `${name}: ${count}`);
  return entries.length === 0 ? "none" : entries.join(", ");
}
