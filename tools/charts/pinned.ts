import alloyKeys from "../../src/alloy/chart-keys.json";
import type { ChartKeys } from "../../src/checks/chart/key-tree";
import lokiKeys from "../../src/loki/chart-keys.json";
import type { RenderedRelease, RenderedStack } from "../../src/stack/rendered-stack";
import versions from "../../src/versions.json";
import type { PulledChart } from "./helm";

/** A chart of this project, and what has to be known to read it. */
export interface PinnedChart extends PulledChart {
  /** Names an archive of the chart, for machines that can't reach its repository. */
  readonly variable: string;
  readonly file: string;
  readonly known: ChartKeys;
  /** The value whose template this project replaces, so that what only that template reads has no effect here. */
  readonly replaced: readonly string[] | null;
  /**
   * Keys of the charts inside it. Helm hands all that is below them to those, and what they read is not looked into:
   * they are off in this project. An archive may have been packed without them, so they are named here.
   */
  readonly subCharts: readonly string[];
  readonly releases: (deployment: RenderedStack) => readonly (RenderedRelease | null)[];
  /** Values that change nothing that is rendered, whatever they are, with the reason why they are set all the same. */
  readonly withoutEffect: Readonly<Record<string, string>>;
  /** Other values for keys where the next best one would be taken for the old. */
  readonly others: Readonly<Record<string, unknown>>;
}

const NOT_IN_THIS_MODE = "the chart renders it in other modes alone, and does not count it among those it refuses";

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
        "it decides about buckets in the configuration that is replaced, and about more than one replica",
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
    withoutEffect: {},
    others: {},
  },
];
