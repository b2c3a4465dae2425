import { chartRepository } from "../../../src/checks/stack/chart-repository";
import { findings, stack } from "../stacks";

test.each([
  "https://grafana.github.io/helm-charts",
  "http://grafana.github.io/helm-charts",
  "https://grafana.github.io/helm-charts/",
  "https://grafana.github.io/helm-charts//",
  "oci://ghcr.io/grafana/helm-charts",
])("rejects the vendor's repository %s", (repository) => {
  expect(findings(chartRepository, stack({ charts: { loki: { repository } } }))).toEqual([
    {
      setting: "the chart repository of the release loki",
      got: repository,
      expected: "https://grafana-community.github.io/helm-charts, or a mirror of it",
      remedy: "leave charts.loki unset, or use a mirror of the community repository",
    },
  ]);
});

test.each([
  { repository: "https://charts.example.com" },
  { repository: "https://grafana.github.io/helm-charts/mirror" },
  { repository: "https://grafana.github.io.example.com/helm-charts" },
  { repository: "https://mirror.example.com/https://grafana.github.io/helm-charts" },
  { repository: "oci://ghcr.io/grafana-community/helm-charts" },
  { path: "rules" },
])("accepts %j", (loki) => {
  expect(findings(chartRepository, stack({ charts: { loki } }))).toEqual([]);
});
