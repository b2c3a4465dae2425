import type { Check } from "../check";

/** Every form of the vendor's address. */
const VENDOR = /^(https?:\/\/grafana\.github\.io|oci:\/\/ghcr\.io\/grafana)\/helm-charts\/*$/;

export const chartRepository: Check = {
  id: "chart-repository",
  title: "Chart loki comes from the community",
  severity: "error",
  why: "the vendor's repository serves the chart of its enterprise product under the same name",
  remedy: "leave charts.loki unset, or name a mirror of the community's repository",
  evidence:
    "since 2026-03 chart loki 7.x of grafana.github.io is another chart than the community's, which forked at 6.55.0",
  find({ loki: { chart, release } }) {
    if (chart.repository === null || !VENDOR.test(chart.repository)) return [];
    return [
      {
        setting: `the chart repository of the release ${release}`,
        got: chart.repository,
        expected: "https://grafana-community.github.io/helm-charts, or a mirror of it",
        remedy: "leave charts.loki unset, or name a mirror of the community's repository",
      },
    ];
  },
};
