import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

const OTHERS = ["backend", "read", "write"];

export const deploymentMode: Check = {
  id: "deployment-mode",
  severity: "error",
  reason: "the chart renders no Loki at all for a mode that it doesn't know, and refuses to mix the pods of two modes",
  evidence:
    'chart loki 18.11.0: deploymentMode "Monolithic" (its alias SingleBinary is deprecated); templates/validate.yaml',
  find({ loki }) {
    const { values } = loki;
    const problem = (key: string, expected: unknown) =>
      valuesFinding(loki, key, {
        got: shownAt(values, key),
        expected: JSON.stringify(expected),
        remedy: `write ${key}: ${expected}`,
      });
    return [
      ...(valueAt(values, "deploymentMode") === "Monolithic" ? [] : [problem("deploymentMode", "Monolithic")]),
      ...(valueAt(values, "singleBinary.replicas") === 1 ? [] : [problem("singleBinary.replicas", 1)]),
      ...OTHERS.map((component) => `${component}.replicas`)
        .filter((key) => valueAt(values, key) !== 0)
        .map((key) => problem(key, 0)),
    ];
  },
};
