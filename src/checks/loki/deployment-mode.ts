import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

const OTHER_COMPONENTS = ["backend", "read", "write"];

export const deploymentMode: Check = {
  id: "deployment-mode",
  title: "The chart deploys exactly one Loki",
  severity: "error",
  why: "the chart renders no Loki for an unknown mode, and fails if replicas of two modes are set",
  remedy: "set deploymentMode: Monolithic with one replica, and no replicas of backend, read and write",
  evidence:
    'chart loki 18.11.0: deploymentMode "Monolithic" (its alias SingleBinary is deprecated), and templates/validate.yaml',
  find({ loki }) {
    const { values } = loki;
    const finding = (key: string, expected: unknown) =>
      valuesFinding(loki, key, {
        got: shownAt(values, key),
        expected: JSON.stringify(expected),
        remedy: `set ${key}: ${expected}`,
      });
    return [
      ...(valueAt(values, "deploymentMode") === "Monolithic" ? [] : [finding("deploymentMode", "Monolithic")]),
      ...(valueAt(values, "singleBinary.replicas") === 1 ? [] : [finding("singleBinary.replicas", 1)]),
      ...OTHER_COMPONENTS.map((component) => `${component}.replicas`)
        .filter((key) => valueAt(values, key) !== 0)
        .map((key) => finding(key, 0)),
    ];
  },
};
