import { stringify } from "yaml";
import { ByteSize, Duration, Quantity } from "../units";

/**
 * Data as YAML that no reader misunderstands: Helm and Loki read YAML 1.1, where a bare on, y or 12:30 is no text;
 * and no line is folded, no value shared by an anchor.
 */
export function toYaml(data: unknown): string {
  return stringify(toPlain(data), { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Configuration objects as plain data in the notation of Loki and Go: durations as "24h", sizes as whole bytes.
 * Kubernetes' quantities are written as text before they come here.
 */
export function toPlain(data: unknown): unknown {
  if (data instanceof ByteSize) return data.toBytes();
  if (data instanceof Duration) return data.toString();
  if (data instanceof Quantity) throw new TypeError(`${data.written} has no one notation: write it as text`);
  if (Array.isArray(data)) return data.map(toPlain);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toPlain(value)]));
}
