import { releases } from "../../stack/rendered-stack";
import type { Check } from "../check";

export const chartDigest: Check = {
  id: "chart-digest",
  title: "Charts are pinned by digest",
  severity: "error",
  why: "the owner of a chart repository can replace a package under its version; it then deploys any object with Terraform's rights",
  remedy: "leave charts.loki.digest and charts.alloy.digest unset, or set the digest of your mirror's package",
  evidence:
    "Helm 3.22 downloads a package by version, and doesn't compare it with the digest in the repository's index",
  find(stack) {
    const charts = releases(stack).map(({ chart }) => chart);
    const unpinned = charts.filter(({ repository, digest }) => repository !== null && digest === null);
    return [...new Map(unpinned.map((chart) => [chart.chart, chart])).values()].map(
      ({ chart, version, repository }) => ({
        setting: `charts.${chart}.digest`,
        got: "none",
        expected: `the digest of chart ${chart} ${version}`,
        remedy: `leave it out, or run "helm pull ${chart} --repo ${repository} --version ${version}" and "sha256sum", and write the digest`,
      }),
    );
  },
};
