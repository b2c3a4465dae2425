import { chartDigest } from "../../../src/checks/stack/chart-digest";
import versions from "../../../src/terraform/versions.json";
import { findings, stack } from "../stacks";

test("accepts the recorded digests, also of a mirror, and local charts", () => {
  expect(findings(chartDigest, stack())).toEqual([]);
  const mirrored = { loki: { repository: "https://charts.example.com" }, alloy: { path: "values" } };
  expect(findings(chartDigest, stack({ charts: mirrored }))).toEqual([]);
});

test("reports a chart whose content may change, once for both of its releases", () => {
  const { repository, version } = versions.charts.alloy;
  expect(findings(chartDigest, stack({ charts: { alloy: { digest: "none" } } }))).toEqual([
    {
      setting: "charts.alloy.digest",
      got: "none",
      expected: `the digest of chart alloy ${version}`,
      remedy: expect.stringContaining(`helm pull alloy --repo ${repository} --version ${version}`),
    },
  ]);
});
