import { judge as judgeWith, type Sight } from "../../src/diagnostics/api-server";

const sight: Sight = { version: { gitVersion: "v1.36.3" }, milliseconds: 12.4, user: "jane", notes: [] };

const judge = (seen: Sight) => judgeWith(seen, { tooOld: "doubtful" });

test("the API server answers with its version, in a time, to somebody", () => {
  expect(judge(sight)).toEqual({
    status: "holds",
    figure: "Kubernetes v1.36.3, answers in 12 ms",
    notes: ["asked as jane"],
  });
});

test("a version that doesn't tell who asks is fine", () => {
  expect(judge({ ...sight, user: null })).toMatchObject({ status: "holds", notes: [] });
});

test("what has to be known of the way there is told", () => {
  const notes = ["a deploy would not find it"];
  expect(judge({ ...sight, notes })).toMatchObject({ notes: ["asked as jane", ...notes] });
});

test("a version that the chart of Loki refuses is doubtful where it runs, and broken before an apply", () => {
  const old = { ...sight, version: { gitVersion: "v1.24.17-eks-1234" } };
  const expected = "Kubernetes 1.25 or newer";
  expect(judgeWith(old, { tooOld: "doubtful" })).toMatchObject({ status: "doubtful", expected });
  expect(judgeWith(old, { tooOld: "broken" })).toMatchObject({ status: "broken", failure: "cluster", expected });
});

test("providers' additions to a version change nothing, nor does one that can't be read", () => {
  for (const gitVersion of ["v1.25.0-0", "v1.25.16-gke.100", "v1.100.0", "v2.0.0", "unknown"]) {
    expect(judge({ ...sight, version: { gitVersion } })).toMatchObject({ status: "holds" });
  }
});
