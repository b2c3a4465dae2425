import type { YamlScalar } from "./node";

/** What Go's parser makes of a scalar. */
export type Resolved =
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "time" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string };

const TAGS: Readonly<Record<Resolved["kind"], readonly string[]>> = {
  null: ["!!null"],
  boolean: ["!!bool"],
  time: ["!!timestamp"],
  number: ["!!int", "!!float"],
  text: ["!!str"],
};

const RESOLVED_TAGS = Object.values(TAGS).flat();

/**
 * Returns what Go's parser makes of a scalar; null if the scalar isn't what its tag demands.
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/resolve.go
 */
export function resolveScalar({ tag, style, text: { value } }: YamlScalar): Resolved | null {
  if (tag === "!!str" || (style !== "plain" && (tag === "" || tag === "!"))) return { kind: "text", text: value };
  if (tag === "!!binary") return binary(value);
  if (tag === "" || tag === "!") return resolvePlain(value);
  if (!RESOLVED_TAGS.includes(tag)) return { kind: "text", text: value };
  const resolved = resolvePlain(value);
  const isInteger = resolved.kind === "number" && INTEGER.test(value.replaceAll("_", ""));
  return TAGS[resolved.kind].includes(tag) && (tag !== "!!int" || isInteger) ? resolved : null;
}

/** Returns whether Go's parser makes nothing of a scalar. */
export function isNullScalar(scalar: YamlScalar): boolean {
  return NULL.test(scalar.text.value) && resolveScalar(scalar)?.kind === "null";
}

const NULL = /^(?:|~|null|Null|NULL)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NOT_FINITE = /^(?:\.(?:nan|NaN|NAN)|[+-]?\.(?:inf|Inf|INF))$/;
const TIME =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
const INTEGER = /^[-+]?(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Neither "yes" nor "on" is a boolean, and 12:30 isn't a number. */
function resolvePlain(value: string): Resolved {
  if (NULL.test(value)) return { kind: "null" };
  if (BOOLEAN.test(value)) return { kind: "boolean" };
  if (NOT_FINITE.test(value)) return { kind: "number", value: notFinite(value) };
  if (TIME.test(value)) return { kind: "time" };
  const digits = /^[-+.0-9]/.test(value) ? value.replaceAll("_", "") : "";
  if (INTEGER.test(digits)) return { kind: "number", value: integer(digits) };
  if (FLOAT.test(digits)) return { kind: "number", value: Number(digits) };
  return { kind: "text", text: value };
}

function notFinite(value: string): number {
  if (/nan/i.test(value)) return Number.NaN;
  return value.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function integer(digits: string): number {
  const unsigned = digits.replace(/^[-+]/, "");
  const value = Number(/^0[0-7]/.test(unsigned) ? `0o${unsigned}` : unsigned);
  return digits.startsWith("-") ? -value : value;
}

function binary(value: string): Resolved | null {
  const written = value.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(written)) return null;
  return { kind: "text", text: Buffer.from(written, "base64").toString("utf8") };
}
