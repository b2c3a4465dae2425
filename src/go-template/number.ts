import { literalValue } from "./string-literal";
import { goFloat, goInt, UnsupportedError, type Value } from "./value";

/**
 * Returns the value of a number or character as written in a template: an int or a float64; null if it overflows int.
 * @throws UnsupportedError for a complex number
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/exec.go (idealConstant)
 */
export function constantValue(text: string): Value | null {
  if (text.startsWith("'")) return goInt(characterCode(text));
  if (text.endsWith("i")) throw new UnsupportedError("a complex number");
  const plain = text.replaceAll("_", "");
  const isHexadecimal = /^[-+]?0[xX]/.test(plain);
  if (isHexadecimal && /[pP.]/.test(plain)) throw new UnsupportedError("a hexadecimal float");
  if (!isHexadecimal && /[.eE]/.test(plain)) return goFloat(Number(plain));
  const integer = integerOf(plain);
  return integer >= -(2n ** 63n) && integer < 2n ** 63n ? goInt(integer) : null;
}

function integerOf(text: string): bigint {
  const digits = text.replace(/^[-+]/, "");
  // A leading zero means octal in Go.
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return text.startsWith("-") ? -value : value;
}

function characterCode(text: string): number {
  const content = text.slice(1, -1);
  const value = content === "\\'" ? "'" : literalValue(`"${content}"`);
  return typeof value === "string" ? (value.codePointAt(0) ?? 0) : 0;
}
