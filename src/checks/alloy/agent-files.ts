import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

/** What has to be there, and what the chart takes where nothing is (alloy 1.11.1). */
const WANTED: readonly (readonly [key: string, value: unknown, fallback: unknown, without: string])[] = [
  ["controller.type", "daemonset", "daemonset", "nodes without an agent"],
  ["alloy.mounts.varlog", true, false, "agents that find no file, and call themselves healthy"],
  ["alloy.configMap.create", false, true, "a pipeline that Helm's templates have eaten into"],
];

export const agentFiles: Check = {
  id: "agent-files",
  severity: "error",
  reason:
    "agents read the files of their own node: without the mount, or off the node, they read nothing and stay healthy",
  evidence: "chart alloy 1.11.1: mounts.varlog is off by default; no pod log arrived for 15 days, and no alert said so",
  find({ agent }) {
    const { values } = agent;
    return WANTED.filter(([key, value, fallback]) => (valueAt(values, key) ?? fallback) !== value).map(
      ([key, value, , without]) =>
        valuesFinding(agent, key, {
          got: shownAt(values, key),
          expected: `${JSON.stringify(value)}; anything else means ${without}`,
          remedy: `write ${key}: ${value}`,
        }),
    );
  },
};
