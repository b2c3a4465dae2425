import { resultJson } from "../../../src/diagnostics/reporters/json";
import { EVERYTHING, INSPECTION, WORKING } from "./seen";

test("one document tells of every cluster, and of every link by its status", () => {
  const link = (id: string) => ({ id, title: `the ${id} works`, seconds: 1.5 });
  const lost = { cause: "The <thing> is gone.", next: "look for it" };
  expect(JSON.parse(resultJson(INSPECTION, [WORKING, EVERYTHING]))).toEqual({
    command: "verify",
    exitCode: 8,
    clusters: [
      {
        context: "test",
        server: "https://test.example.com:6443",
        exitCode: 0,
        verdict: "It works.",
        links: [{ ...link("nodes"), status: "holds", figure: "1 of 1 node", notes: [] }],
      },
      {
        context: "prod",
        server: "https://prod.example.com:6443",
        exitCode: 8,
        verdict: "Broken at: the loki works (exit code 8: Loki itself).",
        links: [
          { ...link("nodes"), status: "holds", figure: "5 of 5 nodes", notes: ["one is cordoned: <node>"] },
          {
            ...link("volume"),
            status: "doubtful",
            failure: "loki",
            found: "90 % used",
            expected: "room",
            causes: [lost],
          },
          { ...link("configuration"), status: "not-deployed", failure: "not-deployed", found: "another digest" },
          {
            ...link("loki"),
            status: "broken",
            failure: "loki",
            found: "503",
            expected: "200",
            causes: [{ cause: "It reads its log anew.", next: "kubectl -n logs logs loki-0" }, lost],
          },
          { ...link("labels"), status: "not-reached", behind: "loki" },
          { ...link("marker"), status: "not-reached", behind: "loki" },
          { ...link("grafana"), status: "not-measured", why: "nobody said where" },
        ],
      },
    ],
  });
});

test("seconds have three decimals at most", () => {
  const results = WORKING.results.map((result) => ({ ...result, seconds: 1.23456 }));
  expect(JSON.parse(resultJson(INSPECTION, [{ ...WORKING, results }]))).toMatchObject({
    clusters: [{ links: [{ seconds: 1.235 }] }],
  });
});
