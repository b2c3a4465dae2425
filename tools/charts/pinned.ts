import alloyKeys from "../../src/alloy/chart-keys.json";
import type { ChartKeys } from "../../src/checks/chart/key-tree";
import lokiKeys from "../../src/loki/chart-keys.json";
import type { RenderedRelease, RenderedStack } from "../../src/stack/rendered-stack";
import versions from "../../src/terraform/versions.json";
import type { ChartSource } from "./helm";

/** A chart of this project, with facts that its templates don't contain. */
export interface PinnedChart extends ChartSource {
  /** The chart-keys.json that records the keys the chart reads. */
  readonly file: string;
  readonly known: ChartKeys;
  /** The value whose template this project replaces. A key that only that template reads has no effect here. */
  readonly replaced: readonly string[] | null;
  /**
   * The keys of its subcharts, which receive everything below them. This project disables the subcharts, so their own
   * keys don't matter. They are listed because an archive may be packaged without them.
   */
  readonly subCharts: readonly string[];
  readonly releases: (stack: RenderedStack) => readonly (RenderedRelease | null)[];
  /** Values that don't change what the chart renders, each with the reason for setting it. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  /** Other values to try for keys whose default change has no meaning. */
  readonly others: Readonly<Record<string, unknown>>;
}

const NOT_IN_THIS_MODE = "the chart uses it only in other modes, and accepts it in this one";

export const pinnedCharts: readonly PinnedChart[] = [
  {
    ...versions.charts.loki,
    name: "loki",
    variable: "LOKI_CHART",
    file: "src/loki/chart-keys.json",
    known: lokiKeys,
    replaced: ["loki", "config"],
    subCharts: ["minio", "rollout_operator"],
    releases: ({ loki }) => [loki],
    withoutEffect: {
      "bloomBuilder.replicas": NOT_IN_THIS_MODE,
      "bloomGateway.replicas": NOT_IN_THIS_MODE,
      "bloomPlanner.replicas": NOT_IN_THIS_MODE,
      "loki.storage.type":
        "it selects the bucket in the replaced configuration, and is used with more than one replica",
      "resultsCache.enabled": "memcached.enabled turns off the same, and a check examines this key",
      "singleBinary.podDisruptionBudget.enabled": "with one replica the chart renders no budget",
    },
    others: { "loki.config": "target: all" },
  },
  {
    ...versions.charts.alloy,
    name: "alloy",
    variable: "ALLOY_CHART",
    file: "src/alloy/chart-keys.json",
    known: alloyKeys,
    replaced: null,
    subCharts: ["crds"],
    releases: ({ agent, events }) => [agent, events],
    withoutEffect: { "image.tag": "the chart uses the digest; the tag tells people the version" },
    others: {},
  },
];
