import type { RenderedRelease } from "../stack/rendered-stack";
import { keyLocation } from "./chart/key-location";
import type { Finding } from "./check";

type Words = Pick<Finding, "got" | "expected" | "remedy">;

/** A finding about a chart value, with its location where the file of values has it. */
export function valuesFinding({ valuesFile, valuesText }: RenderedRelease, key: string, words: Words): Finding {
  const location = keyLocation(valuesFile, valuesText, key.split("."));
  return { setting: `${valuesFile}: ${key}`, ...words, ...(location && { location }) };
}
