import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

/** What the chart runs beside Loki unless it is told not to, and what each of them costs. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "chunksCache.enabled": "a cache that requests 9.6 GiB of memory",
  "resultsCache.enabled": "a cache that requests 1.2 GiB of memory",
  "gateway.enabled": "an nginx with a third-party log exporter in front of one Loki",
  "lokiCanary.enabled": "a pod on every node that nobody scrapes",
  "sidecar.rules.enabled": "a container that may read every Secret of the cluster",
};

export const extraComponents: Check = {
  id: "extra-components",
  severity: "error",
  reason:
    "what the chart runs beside Loki is on unless it is switched off: pods that no node has room for, and a rollout that never ends",
  evidence:
    "chart loki 18.11.0, rendered; the first apply of this plan timed out on a cache that no node of 16 GB could hold",
  find({ loki }) {
    return Object.entries(COMPONENTS)
      .filter(([key]) => valueAt(loki.values, key) !== false)
      .map(([key, cost]) =>
        valuesFinding(loki, key, {
          got: `${shownAt(loki.values, key)}: ${cost}`,
          expected: "false, or true with its finding accepted",
          remedy: `write ${key}: false`,
        }),
      );
  },
};
