import type { Check } from "../check";
import { shownAt, valueAt, valuesFinding } from "../values";

/** The components that the chart deploys by default in addition to Loki, and the cost of each. */
const COMPONENTS: Readonly<Record<string, string>> = {
  "chunksCache.enabled": "a cache that requests 9.6 GiB of memory",
  "resultsCache.enabled": "a cache that requests 1.2 GiB of memory",
  "gateway.enabled": "an nginx with a third-party log exporter in front of one Loki",
  "lokiCanary.enabled": "a pod on every node whose metrics nothing scrapes",
  "sidecar.rules.enabled": "a container that can read every Secret of the cluster",
};

export const extraComponents: Check = {
  id: "extra-components",
  title: "The chart deploys only Loki",
  severity: "error",
  why: "the chart enables these components by default; if their pods fit on no node, the rollout never completes",
  remedy: "disable the component, or accept the finding",
  evidence:
    "chart loki 18.11.0, rendered; the first apply of the original deployment timed out on a cache that fits on no 16 GB node",
  find({ loki }) {
    return Object.entries(COMPONENTS)
      .filter(([key]) => valueAt(loki.values, key) !== false)
      .map(([key, cost]) =>
        valuesFinding(loki, key, {
          got: `${shownAt(loki.values, key)}: ${cost}`,
          expected: "false, or an entry in accept",
          remedy: `set ${key}: false`,
        }),
      );
  },
};
