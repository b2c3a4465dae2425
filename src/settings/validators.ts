import type { Quantity } from "../units";
import { assignment, formatValue, quoted, UNINTENDED } from "./messages";
import type { SettingsErrorProps } from "./settings-error";

/** The format of a string setting, and the error for a string in another format. */
export interface TextValidator {
  readonly pattern: { readonly test: (text: string) => boolean };
  readonly expected: string;
  readonly why: string;
  readonly remedy: string;
  /**
   * Corrects a frequent mistake. The remedy suggests the result if it has the format.
   * @default - no correction
   */
  readonly correct?: (text: string) => string;
}

export function isValidText(value: unknown, { pattern }: TextValidator): value is string {
  return typeof value === "string" && pattern.test(value);
}

/** Returns the problem of a value that is not a string of this format. */
export function invalidText(
  value: unknown,
  { expected, why, remedy, ...validator }: TextValidator,
  setting: string,
): SettingsErrorProps {
  const corrected = typeof value === "string" && value.trim() !== "" ? validator.correct?.(value.trim()) : undefined;
  return {
    setting,
    got: formatValue(value),
    expected,
    why,
    remedy:
      corrected === undefined || !validator.pattern.test(corrected)
        ? remedy
        : `write ${assignment(setting, quoted(corrected))}`,
  };
}

/** The name of a Kubernetes object (RFC 1123). @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const objectName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  expected: "a Kubernetes name: lowercase letters, digits and dashes, at most 63 characters",
  why: "the API server rejects any other name",
  remedy: 'write the name as "kubectl get" prints it',
  correct: (text) => text.toLowerCase(),
};

export const hostName: TextValidator = {
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)$/,
  expected: "a host name or an IP address",
  why: "every node mounts the export by this name",
  remedy: 'write only the server, without scheme, port or path, such as "nfs.example.com" or "192.0.2.10"',
};

export const absolutePath: TextValidator = {
  pattern: /^\/([^\s\p{Cc}]*[^\s/\p{Cc}])?$/u,
  expected: "an absolute path without spaces and without a trailing slash",
  why: "every node mounts exactly this path, and the path of a bound volume is immutable",
  remedy:
    'start with a slash and drop the trailing one, such as "/srv/nfs/loki"; to change the path of a deployed stack, see docs/operations.md',
  correct: (text) => `/${text}`.replace(/\/+/g, "/").replace(/(.)\/$/, "$1"),
};

/** The file system rejects control characters and names of more than 255 bytes. */
export const relativePath: TextValidator = {
  pattern: /^(?![/~])[^\s\\\p{Cc}]{1,255}$/u,
  expected: "a path relative to the project's folder",
  why: "an absolute path exists on one machine only, and it would be part of the synthesized stack",
  remedy: 'write the path relative to the folder of main.ts, such as "rules"',
};

export const mountOption: TextValidator = {
  pattern: /^[a-z0-9_]+(=[A-Za-z0-9._:/-]+)?$/,
  expected: "one NFS mount option per entry",
  why: "one invalid option makes the kernel reject the whole mount",
  remedy: 'write one option per entry, such as "nfsvers=4.1"',
};

export const domainName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
  expected: "the cluster's DNS domain",
  why: "the address of every Service ends with it",
  remedy: 'write the kubelet\'s clusterDomain, such as "cluster.local"',
  correct: (text) => text.toLowerCase().replace(/^\.|\.$/g, ""),
};

export const registryName: TextValidator = {
  pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?(\/[a-z0-9]([-a-z0-9._]*[a-z0-9])?)*$/,
  expected: "the host of a registry, optionally with a port or a path, without a scheme",
  why: "it is the prefix of every image reference",
  remedy: 'write it as the start of an image reference, such as "registry.example.com/mirror"',
  correct: (text) => text.toLowerCase().replace(/^[a-z]+:\/\/|\/+$/g, ""),
};

export const imageDigest: TextValidator = {
  pattern: /^(sha256:[0-9a-f]{64}|none)$/,
  expected: 'an image digest, such as "sha256:" with 64 hexadecimal digits, or "none"',
  why: "nodes pull exactly this content",
  remedy: 'copy it from the registry ("docker buildx imagetools inspect" shows it), or write "none" to pull by tag',
  correct: (text) =>
    text
      .toLowerCase()
      .replace(/^.*@/, "")
      .replace(/^([0-9a-f]{64})$/, "sha256:$1"),
};

export const packageDigest: TextValidator = {
  ...imageDigest,
  expected: 'the digest of a chart package, such as "sha256:" with 64 hexadecimal digits, or "none"',
  why: "npm run diff and deploy accept only this content",
  remedy: 'copy it from the output of "sha256sum", or write "none" to accept any content',
};

export const chartRepository: TextValidator = {
  pattern: /^(https?|oci):\/\/[^\s/]+(\/[^\s]*)?$/,
  expected: "an address that starts with https://, http:// or oci://",
  why: "Helm downloads the chart from it",
  remedy:
    'write it as for "helm repo add", such as "https://charts.example.com" or "oci://registry.example.com/charts"',
};

export const anyText: TextValidator = {
  pattern: /\S/,
  expected: "a non-empty string",
  why: "an empty string carries no information",
  remedy: "write a value, or leave the setting out if it is optional",
};

/** The range of a setting with a unit, and the values that the error suggests. */
export interface QuantityValidator<Q extends Quantity> {
  readonly type: QuantityClass<Q>;
  /** Null if zero is valid. */
  readonly minimum: Minimum<Q> | null;
  /** A valid value to suggest. */
  readonly example: Q;
  /** Another valid value to suggest, such as "none". */
  readonly or?: string;
}

export interface Minimum<Q extends Quantity> {
  readonly amount: Q;
  /** The consequence of a smaller amount. */
  readonly why: string;
}

interface QuantityClass<Q extends Quantity> {
  readonly expected: string;
  is(value: unknown): value is Q;
  parse(text: string): Q | null;
}

/** Returns whether the value has this unit, is exact, and is not below the minimum. */
export function isValidQuantity<Q extends Quantity>(value: unknown, validator: QuantityValidator<Q>): value is Q {
  const { type, minimum } = validator;
  return type.is(value) && value.isExact && (minimum === null || !value.isLessThan(minimum.amount));
}

/**
 * Returns the problem of a value that is not a valid quantity.
 * @param meant the quantity that was probably meant, as code; null if unclear
 */
export function invalidQuantity<Q extends Quantity>(
  value: unknown,
  { type, minimum, example, or }: QuantityValidator<Q>,
  setting: string,
  meant: string | null,
): SettingsErrorProps {
  const bound = minimum === null ? "" : `, at least ${minimum.amount.written}`;
  const isTooSmall = type.is(value) && value.isExact;
  return {
    setting,
    got: formatValue(value),
    expected: `${type.expected}${bound}, such as ${example.written}${or === undefined ? "" : `, or ${or}`}`,
    why: isTooSmall && minimum !== null ? minimum.why : UNINTENDED,
    remedy: `write ${assignment(setting, meant ?? example.written)}, or leave it out`,
  };
}
