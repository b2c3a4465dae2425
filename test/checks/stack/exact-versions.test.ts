import { exactVersions } from "../../../src/checks/stack/exact-versions";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { findings, stack, withAgentValues, withLokiValues } from "../stacks";

const WANTED = {
  expected: "an exact version, such as 18.11.0",
  remedy: "use the version that src/terraform/versions.json pins",
};

function withChart(part: "loki" | "agent" | "events", version: string): RenderedStack {
  const of = stack();
  const release = of[part];
  return { ...of, [part]: release && { ...release, chart: { ...release.chart, version } } };
}

test.each([
  ["loki", "loki"],
  ["agent", "alloy"],
  ["events", "alloy-events"],
] as const)("rejects a chart of the %s without an exact version", (part, release) => {
  expect(findings(exactVersions, withChart(part, "~18.11"))).toEqual([
    { setting: `the chart of the release ${release}`, got: '"~18.11"', ...WANTED },
  ]);
  expect(findings(exactVersions, withChart(part, ""))).toMatchObject([{ got: "none" }]);
});

test.each(["18", "18.11", "18.11.x", ">=18.11.0", "18.11.0 || 19.0.0", "latest", "18.11.0.1", "x18.11.0", "18.11.0-"])(
  "%s is not an exact version",
  (version) => {
    expect(findings(exactVersions, withChart("loki", version))).toHaveLength(1);
  },
);

test.each(["18.11.0", "v1.18.1", "0.0.1", "18.11.0-rc.1", "3.7.8-amd64", "110.220.330"])(
  "%s is an exact version",
  (version) => {
    expect(findings(exactVersions, withChart("loki", version))).toEqual([]);
  },
);

test("accepts a local chart", () => {
  const of = stack({ charts: { loki: { path: "rules" }, alloy: { path: "values" } } });
  const loki = { ...of.loki, chart: { ...of.loki.chart, version: "whatever" } };
  expect(findings(exactVersions, { ...of, loki })).toEqual([]);
});

test("rejects an image tag that is not exact", () => {
  expect(findings(exactVersions, withLokiValues({ "loki.image.tag": "3.7" }))).toEqual([
    { setting: "values/loki.yaml: the image's tag", got: '"3.7"', ...WANTED },
  ]);
  expect(findings(exactVersions, withAgentValues({ "image.tag": "latest" }))).toEqual([
    { setting: "values/alloy.yaml: the image's tag", got: '"latest"', ...WANTED },
  ]);
});

test("rejects an empty image tag", () => {
  expect(findings(exactVersions, withAgentValues({ "image.tag": "" }))).toMatchObject([{ got: "none" }]);
});

test("accepts an image without a tag with an exact chart", () => {
  expect(findings(exactVersions, withLokiValues({ "loki.image.tag": undefined }))).toEqual([]);
  expect(findings(exactVersions, withAgentValues({ "image.tag": undefined }))).toEqual([]);
});

test("ignores releases that are not deployed", () => {
  expect(findings(exactVersions, { ...withChart("events", ""), events: null })).toEqual([]);
});
