import type { ReleaseDeployment } from "../stack/rendered-stack";
import { keyPlace } from "./chart/key-place";
import type { Finding } from "./check";

type Words = Pick<Finding, "got" | "wanted" | "remedy">;

/** A finding about a chart value, with its place where the file of values has it. */
export function valuesFinding({ valuesFile, valuesText }: ReleaseDeployment, key: string, words: Words): Finding {
  const place = keyPlace(valuesFile, valuesText, key.split("."));
  return { setting: `${valuesFile}: ${key}`, ...words, ...(place && { place }) };
}
