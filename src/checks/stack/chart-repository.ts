import type { Check } from "../check";

/** Every form of the vendor's repository address. */
const VENDOR = /^(https?:\/\/grafana\.github\.io|oci:\/\/ghcr\.io\/grafana)\/helm-charts\/*$/;

export const chartRepository: Check = {
  id: "chart-repository",
  title: "The Loki chart comes from the community repository",
  severity: "error",
  why: "the vendor's repository publishes its enterprise chart under the same name",
  remedy: "leave charts.loki unset, or use a mirror of the community repository",
  evidence: "since 2026-03, chart loki 7.x at grafana.github.io is not the community chart, which forked at 6.55.0",
  find({ loki: { chart, release } }) {
    if (chart.repository === null || !VENDOR.test(chart.repository)) return [];
    return [
      {
        setting: `the chart repository of the release ${release}`,
        got: chart.repository,
        expected: "https://grafana-community.github.io/helm-charts, or a mirror of it",
        remedy: "leave charts.loki unset, or use a mirror of the community repository",
      },
    ];
  },
};
