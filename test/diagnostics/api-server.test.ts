import { type ApiServerEvidence, apiServer } from "../../src/diagnostics/api-server";

const evidence: ApiServerEvidence = {
  version: { gitVersion: "v1.36.3" },
  milliseconds: 12.4,
  user: "jane",
  notes: [],
  isOldClusterFatal: false,
};

test("passes with the version, the latency and the user", () => {
  expect(apiServer.analyze(evidence)).toEqual({
    status: "pass",
    detail: "Kubernetes v1.36.3, answers in 12 ms",
    notes: ["authenticated as jane"],
  });
});

test("passes if the version does not report the user", () => {
  expect(apiServer.analyze({ ...evidence, user: null })).toMatchObject({ status: "pass", notes: [] });
});

test("adds the notes about the connection", () => {
  const notes = ["a deploy would not find it"];
  expect(apiServer.analyze({ ...evidence, notes })).toMatchObject({ notes: ["authenticated as jane", ...notes] });
});

test("warns about a version that Loki's chart rejects, and fails before an apply", () => {
  const old = { ...evidence, version: { gitVersion: "v1.24.17-eks-1234" } };
  const expected = "Kubernetes 1.25 or newer";
  expect(apiServer.analyze(old)).toMatchObject({ status: "warn", expected });
  expect(apiServer.analyze({ ...old, isOldClusterFatal: true })).toMatchObject({
    status: "fail",
    failure: "cluster",
    expected,
  });
});

test("accepts the suffixes of providers, and a version that it cannot read", () => {
  for (const gitVersion of ["v1.25.0-0", "v1.25.16-gke.100", "v1.100.0", "v2.0.0", "unknown"]) {
    expect(apiServer.analyze({ ...evidence, version: { gitVersion } })).toMatchObject({ status: "pass" });
  }
});
