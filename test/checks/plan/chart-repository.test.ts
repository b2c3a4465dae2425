import { chartRepository } from "../../../src/checks/plan/chart-repository";
import { deployment, findings } from "../deployments";

test("the vendor's repository is refused for Loki", () => {
  const repository = "https://grafana.github.io/helm-charts";
  expect(findings(chartRepository, deployment({ charts: { loki: { repository } } }))).toEqual([
    {
      setting: "the chart's repository of the release loki",
      got: repository,
      wanted: "https://grafana-community.github.io/helm-charts, or a mirror of it",
      remedy: "leave charts.loki out, or name a mirror of the community's repository",
    },
  ]);
});

test.each([{ repository: "https://charts.example.com" }, { path: "rules" }])("%j is taken", (loki) => {
  expect(findings(chartRepository, deployment({ charts: { loki } }))).toEqual([]);
});
