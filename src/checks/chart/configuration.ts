import type { Check, Finding } from "../check";
import { keyLocation } from "../values";
import { type Classification, reportedKeys, shown, type WrittenKey } from "./key-tree";
import { type KnownRelease, lokiRelease } from "./known-releases";
import { blockOf, deleteBlock } from "./remedies";

/** The chart also reads it to validate the replicas, so this project's own values file has it. */
const ALSO_READ_BY_VALIDATION = "loki.storage.type";

export const chartConfiguration: Check = {
  id: "chart-configuration",
  title: "No key targets the configuration that loki.config replaces",
  severity: "error",
  why: "the chart writes these keys into a configuration that loki.config replaces, so they never reach Loki",
  remedy: "delete the key and use the corresponding setting in main.ts",
  evidence:
    'chart loki 18.11.0, rendered with loki.config "{}": loki.limits_config, loki.compactor and loki.rulerConfig do not change the configuration; loki.server.http_listen_port changes the ports of the pod, but not the ports on which Loki listens',
  find(stack) {
    const known = lokiRelease(stack);
    if (!known.isReplaced) return [];
    return reportedKeys(known.release.values, known, classifyReplaced).map((key) => finding(key, known));
  },
};

/** Reports a key that only the configuration reads which loki.config replaces. */
export function classifyReplaced({ path, read, configuration }: WrittenKey): Classification {
  if (configuration === false || path.join(".") === ALSO_READ_BY_VALIDATION) return "accept";
  if (read === false || (configuration === true && path[0] === "loki")) return "report";
  return configuration === true ? "accept" : "descend";
}

function finding({ path, value }: WrittenKey, { release }: KnownRelease): Finding {
  const { valuesFile, valuesText } = release;
  const location = keyLocation(valuesFile, valuesText, path);
  return {
    setting: `${valuesFile}: ${path.join(".")}`,
    got: `${shown(value)}, for a configuration that loki.config replaces`,
    expected: "nothing: Loki's configuration is loki.structuredConfig, which the stack derives",
    remedy: deleteBlock(blockOf(path)),
    ...(location && { location }),
  };
}
