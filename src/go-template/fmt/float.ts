/** A finite number as 0.digits × 10^point, without a sign and trailing zeros. Zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * Formats a number as strconv.FormatFloat does.
 * @param precision null for the shortest text that identifies the number
 * @see https://github.com/golang/go/blob/go1.26.0/src/strconv/ftoa.go
 */
export function formatFloat(value: number, verb: "e" | "f" | "g", precision: number | null): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return sign + unsigned(Math.abs(value), verb, precision);
}

function unsigned(value: number, verb: "e" | "f" | "g", precision: number | null): string {
  if (precision === null) {
    const decimal = shortest(value);
    const { digits, point } = decimal;
    if (verb === "e") return scientific(decimal, Math.max(digits.length - 1, 0));
    if (verb === "f") return fixed(decimal, Math.max(digits.length - point, 0));
    return general(decimal, digits.length, 6);
  }
  const decimal = exact(value);
  if (verb === "e") return scientific(rounded(decimal, precision + 1), precision);
  if (verb === "f") return fixed(rounded(decimal, decimal.point + precision), precision);
  const significant = precision === 0 ? 1 : precision;
  return general(rounded(decimal, significant), significant, significant);
}

function general(decimal: Decimal, precision: number, limit: number): string {
  const { digits, point } = decimal;
  const exponent = exponentOf(decimal);
  if (exponent < -4 || exponent >= limit)
    return scientific(decimal, Math.max(Math.min(precision, digits.length) - 1, 0));
  return fixed(decimal, Math.max(digits.length - point, 0));
}

function exponentOf({ digits, point }: Decimal): number {
  return digits === "" ? 0 : point - 1;
}

function scientific(decimal: Decimal, fraction: number): string {
  const digits = decimal.digits.padEnd(fraction + 1, "0");
  const exponent = exponentOf(decimal);
  const mantissa = fraction > 0 ? `${digits.slice(0, 1)}.${digits.slice(1, fraction + 1)}` : digits.slice(0, 1);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function fixed({ digits, point }: Decimal, fraction: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (fraction === 0) return whole;
  const zeros = "0".repeat(Math.min(Math.max(-point, 0), fraction));
  return `${whole}.${(zeros + digits.slice(Math.max(point, 0))).padEnd(fraction, "0").slice(0, fraction)}`;
}

function shortest(value: number): Decimal {
  if (value === 0) return { digits: "", point: 0 };
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** Every finite number is m × 2^e with integers, so it has a finite decimal expansion. */
function exact(value: number): Decimal {
  if (value === 0) return { digits: "", point: 0 };
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const field = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10_0000_0000_0000n;
  const exponent = Math.max(field, 1) - 1075;
  const scale = Math.max(-exponent, 0);
  const all = String(exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(scale));
  return { digits: all.replace(/0+$/, ""), point: all.length - scale };
}

/** Rounds to a number of significant digits, half to even. */
function rounded({ digits, point }: Decimal, count: number): Decimal {
  if (count < 0) return { digits: "", point: 0 };
  if (digits.length <= count) return { digits, point };
  const kept = digits.slice(0, count);
  const next = digits.slice(count);
  const isTie = next === "5";
  const isOdd = Number(kept.at(-1) ?? "0") % 2 === 1;
  if (!(isTie ? isOdd : next >= "5")) return { digits: kept.replace(/0+$/, ""), point: kept === "" ? 0 : point };
  const up = String(BigInt(kept === "" ? "0" : kept) + 1n).padStart(count, "0");
  return { digits: up.replace(/0+$/, ""), point: point + up.length - count };
}
