import { isPlainObject } from "../../settings/plain-object";
import { readMapping } from "../../terraform/yaml";
import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

const CONFIGURATION = "loki.structuredConfig";

export const extraConfiguration: Check = {
  id: "extra-configuration",
  title: "Additional keys of Loki's configuration are tested",
  severity: "error",
  why: "the stack does not verify these keys: an unknown key stops Loki at start, and a limit that is too low rejects lines",
  remedy: "use a setting in main.ts, or test the key on the pinned Loki and accept the finding",
  evidence:
    'Loki 3.7.8 rejects unknown keys ("field … not found") but accepts any number for a limit; only -verify-config and a start show the errors',
  find({ loki }) {
    const written = valueAt(readMapping(loki.valuesFile, loki.valuesText), CONFIGURATION);
    return leaves(written).map((path) =>
      valuesFinding(loki, `${CONFIGURATION}.${path}`, {
        got: shownAt(loki.values, `${CONFIGURATION}.${path}`),
        expected: "a setting in main.ts, or a key tested on the pinned Loki",
        remedy: `test it ("npm run tools", then "npm run test:conformance" starts Loki with it), and accept the finding`,
      }),
    );
  },
};

/** The paths of all leaf values below a mapping. */
function leaves(value: unknown, path: readonly string[] = []): readonly string[] {
  const below = isPlainObject(value) ? Object.entries(value) : [];
  if (below.length > 0) return below.flatMap(([key, one]) => leaves(one, [...path, key]));
  return path.length === 0 ? [] : [path.join(".")];
}
