import type { Values } from "../../terraform/chart-values";
import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

/** The required values, and the chart's defaults (alloy 1.11.1). */
const REQUIRED: readonly (readonly [key: string, value: unknown, fallback: unknown, effect: string])[] = [
  ["controller.type", "daemonset", "daemonset", "nodes without an agent"],
  ["alloy.mounts.varlog", true, false, "agents that find no file and report healthy"],
  ["alloy.configMap.create", false, true, "a pipeline that Helm's templating alters"],
];

export const agentFiles: Check = {
  id: "agent-files",
  title: "Agents run on every node and mount its log files",
  severity: "error",
  why: "an agent reads only its own node's files: without the mount, it reads nothing and still reports healthy",
  remedy: "set the expected value",
  evidence:
    "chart alloy 1.11.1: mounts.varlog is off by default; no pod log arrived for 15 days, and no alert reported it",
  find({ agent }) {
    const { values } = agent;
    return REQUIRED.filter(([key, value, fallback]) => valueOr(values, key, fallback) !== value).map(
      ([key, value, , effect]) =>
        valuesFinding(agent, key, {
          got: shownAt(values, key),
          expected: `${JSON.stringify(value)}; any other value means ${effect}`,
          remedy: `set ${key}: ${value}`,
        }),
    );
  },
};

/** Null isn't the chart's default: Helm removes the default of a key that is null. */
function valueOr(values: Values, key: string, fallback: unknown): unknown {
  const value = valueAt(values, key);
  return value === undefined ? fallback : value;
}
