import { reportJson } from "../../../src/diagnostics/reporters/json";
import { ALL_STATUSES, PASSING, SUITE } from "./samples";

test("prints one document for all clusters, with the keys of each status", () => {
  const diagnostic = (id: string) => ({ id, title: `the ${id} works`, seconds: 1.5 });
  const gone = { cause: "The disk is gone.", next: "look for it" };
  expect(JSON.parse(reportJson(SUITE, [PASSING, ALL_STATUSES]))).toEqual({
    command: "verify",
    exitCode: 8,
    clusters: [
      {
        context: "test",
        server: "https://test.example.com:6443",
        exitCode: 0,
        outcome: "It works.",
        diagnostics: [{ ...diagnostic("nodes"), status: "pass", detail: "1 of 1 node", notes: [] }],
      },
      {
        context: "prod",
        server: "https://prod.example.com:6443",
        exitCode: 8,
        outcome: "Failed: loki (exit code 8: Loki does not work).",
        diagnostics: [
          { ...diagnostic("nodes"), status: "pass", detail: "5 of 5 nodes", notes: ["cordoned: worker-1"] },
          {
            ...diagnostic("volume"),
            status: "warn",
            failure: "loki",
            got: "90 % used",
            expected: "room",
            causes: [gone],
          },
          { ...diagnostic("configuration"), status: "not-deployed", failure: "not-deployed", got: "another digest" },
          {
            ...diagnostic("loki"),
            status: "fail",
            failure: "loki",
            got: "503",
            expected: "200",
            causes: [{ cause: "It replays its write-ahead log.", next: "kubectl --namespace logs logs loki-0" }, gone],
          },
          { ...diagnostic("labels"), status: "blocked", blockedBy: "loki" },
          { ...diagnostic("marker"), status: "blocked", blockedBy: "loki" },
          { ...diagnostic("grafana"), status: "skipped", reason: "no URL" },
        ],
      },
    ],
  });
});

test("rounds seconds to three decimals", () => {
  const results = PASSING.results.map((result) => ({ ...result, seconds: 1.23456 }));
  expect(JSON.parse(reportJson(SUITE, [{ ...PASSING, results }]))).toMatchObject({
    clusters: [{ diagnostics: [{ seconds: 1.235 }] }],
  });
});
