import { isPlainObject } from "../../settings/plain-object";
import { readMapping } from "../../terraform/yaml";
import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

const CONFIGURATION = "loki.structuredConfig";

export const extraConfiguration: Check = {
  id: "extra-configuration",
  severity: "error",
  reason:
    "nobody has looked at these keys of Loki's configuration: one that Loki doesn't know, or a limit that is too low, ends it at its start or refuses lines",
  evidence:
    "Loki 3.7.8 parses strictly (field … not found), and takes any number for a limit; only -verify-config and a start tell",
  find({ loki }) {
    const written = valueAt(readMapping(loki.valuesFile, loki.valuesText), CONFIGURATION);
    return leaves(written).map((path) =>
      valuesFinding(loki, `${CONFIGURATION}.${path}`, {
        got: shownAt(loki.values, `${CONFIGURATION}.${path}`),
        expected: "a setting of main.ts, or a key that has been tried on the pinned Loki",
        remedy: `try it ("npm run tools", then "npm run test:conformance" starts Loki with it), and accept the finding with the reason`,
      }),
    );
  },
};

/** The paths of all values below a mapping that hold no others. */
function leaves(value: unknown, path: readonly string[] = []): readonly string[] {
  const below = isPlainObject(value) ? Object.entries(value) : [];
  if (below.length > 0) return below.flatMap(([key, one]) => leaves(one, [...path, key]));
  return path.length === 0 ? [] : [path.join(".")];
}
