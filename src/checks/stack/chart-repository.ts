import type { Check } from "../check";

/** The vendor's addresses, however they are written. */
const VENDOR = /^(https?:\/\/grafana\.github\.io|oci:\/\/ghcr\.io\/grafana)\/helm-charts\/*$/;

export const chartRepository: Check = {
  id: "chart-repository",
  severity: "error",
  reason: "the vendor's address serves the chart of its enterprise line under the same name",
  evidence:
    "since 2026-03 chart loki 7.x of grafana.github.io is another chart than the community's, which forked at 6.55.0",
  find({ loki: { chart, release } }) {
    if (chart.repository === null || !VENDOR.test(chart.repository)) return [];
    return [
      {
        setting: `the chart's repository of the release ${release}`,
        got: chart.repository,
        expected: "https://grafana-community.github.io/helm-charts, or a mirror of it",
        remedy: "leave charts.loki out, or name a mirror of the community's repository",
      },
    ];
  },
};
