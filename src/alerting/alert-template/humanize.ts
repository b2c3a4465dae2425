import { CallError, formatFloat, type GoFunction, goString, STRING, typeName, type Value } from "../../go-template";

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const SPECIAL = /^([-+]?)(?:inf|infinity)$/i;

/**
 * Returns the number of a float, an integer, a duration or a text.
 * @throws CallError for any other value
 * @see https://github.com/prometheus/common/blob/v0.67.5/helpers/templates/convert.go
 */
export function toNumber(value: Value | undefined): number {
  switch (value?.kind) {
    case "float":
      return value.value;
    case "int":
    case "uint":
      if (value.type === "time.Duration") return Number(value.value) / 1e9;
      if (["int", "int64", "uint", "uint64"].includes(value.type)) return Number(value.value);
      break;
    case "string":
      if (value.type === "string") return parsedFloat(value.value);
  }
  throw new CallError(`can't convert ${value === undefined ? "nil" : typeName(value)} to float`, false);
}

/** @see https://pkg.go.dev/strconv#ParseFloat */
function parsedFloat(text: string): number {
  if (/^[-+]?nan$/i.test(text)) return Number.NaN;
  const special = SPECIAL.exec(text);
  if (special !== null) return special[1] === "-" ? -Infinity : Infinity;
  if (!NUMBER.test(text)) throw new CallError(`strconv.ParseFloat: parsing "${text}": invalid syntax`, true);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new CallError(`strconv.ParseFloat: parsing "${text}": value out of range`, true);
  return value;
}

/** A function of a number that returns a text. */
export function humanizer(humanize: (value: number) => string): GoFunction {
  const any = { ...STRING, type: "any", literal: "any", nil: { kind: "nil" } } as const;
  return { parameters: [any], call: ([value]) => goString(humanize(toNumber(value))) };
}

const four = (value: number) => formatFloat(value, "g", 4);
const isSpecial = (value: number) => value === 0 || !Number.isFinite(value);

const LARGE = ["k", "M", "G", "T", "P", "E", "Z", "Y"];
const SMALL = ["m", "u", "n", "p", "f", "a", "z", "y"];
const BINARY = ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];

export function humanize(value: number): string {
  if (isSpecial(value)) return four(value);
  return Math.abs(value) >= 1 ? scaledDown(value, 1000, LARGE) : scaledUp(value);
}

export function humanize1024(value: number): string {
  return Math.abs(value) <= 1 || isSpecial(value) ? four(value) : scaledDown(value, 1024, BINARY);
}

export function humanizePercentage(value: number): string {
  return `${four(value * 100)}%`;
}

/** @see https://github.com/prometheus/common/blob/v0.67.5/helpers/templates/time.go */
export function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return four(value);
  if (value === 0) return `${four(value)}s`;
  if (Math.abs(value) < 1) return `${scaledUp(value)}s`;
  const sign = value < 0 ? "-" : "";
  const total = Math.trunc(Math.abs(value));
  const parts = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "m"],
    [total % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count !== 0);
  if (first === 3) return `${sign}${four(Math.abs(value))}s`;
  return (
    sign +
    parts
      .slice(first)
      .map(([count, unit]) => `${count}${unit}`)
      .join(" ")
  );
}

function scaledDown(value: number, step: number, units: readonly string[]): string {
  let scaled = value;
  let unit = "";
  for (const larger of units) {
    if (Math.abs(scaled) < step) break;
    scaled /= step;
    unit = larger;
  }
  return four(scaled) + unit;
}

function scaledUp(value: number): string {
  let scaled = value;
  let unit = "";
  for (const smaller of SMALL) {
    if (Math.abs(scaled) >= 1) break;
    scaled *= 1000;
    unit = smaller;
  }
  return four(scaled) + unit;
}
