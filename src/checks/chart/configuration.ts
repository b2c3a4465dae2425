import type { Check, Finding } from "../check";
import { keyLocation } from "../values";
import { shown, type Verdict, type Written, walk } from "./key-tree";
import { type KnownRelease, lokiRelease } from "./known-releases";
import { blockOf, instead } from "./remedies";

/** The chart asks it about replicas, too, and this project's own file of values has it. */
const ASKED_ELSEWHERE = "loki.storage.type";

export const chartConfiguration: Check = {
  id: "chart-configuration",
  severity: "error",
  reason: "the chart writes such keys into a configuration that loki.config replaces, so they never reach Loki",
  evidence:
    'chart loki 18.11.0, rendered with loki.config "{}": loki.limits_config, loki.compactor and loki.rulerConfig change no line of it, and loki.server.http_listen_port changes the ports of the pod without those that Loki listens on',
  find(stack) {
    const known = lokiRelease(stack);
    if (!known.isReplaced) return [];
    return walk(known.release.values, known, verdict).map((written) => finding(written, known));
  },
};

function verdict({ path, read, configuration }: Written): Verdict {
  if (configuration === false || path.join(".") === ASKED_ELSEWHERE) return "fine";
  if (read === false || (configuration === true && path[0] === "loki")) return "report";
  return configuration === true ? "fine" : "inside";
}

function finding({ path, value }: Written, { release }: KnownRelease): Finding {
  const { valuesFile, valuesText } = release;
  const location = keyLocation(valuesFile, valuesText, path);
  return {
    setting: `${valuesFile}: ${path.join(".")}`,
    got: `${shown(value)}, for a configuration that loki.config replaces`,
    expected: "nothing: Loki's configuration is loki.structuredConfig, which the plan derives",
    remedy: instead(blockOf(path)),
    ...(location && { location }),
  };
}
