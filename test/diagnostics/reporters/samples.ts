import { type ClusterResults, fail, notDeployed, pass, skipped, warn } from "../../../src/diagnostics/outcome";
import { sampleResult } from "../samples";

const CAUSES = [
  { cause: "It replays its write-ahead log.", next: "kubectl --namespace logs logs loki-0" },
  { cause: "The disk is gone.", next: "look for it" },
];

/** A result of every status. */
export const ALL_STATUSES: ClusterResults = {
  context: "prod",
  server: "https://prod.example.com:6443",
  results: [
    sampleResult("nodes", pass("5 of 5 nodes", "cordoned: worker-1")),
    sampleResult("volume", warn({ got: "90 % used", expected: "room", causes: CAUSES.slice(1) })),
    sampleResult("configuration", notDeployed("another digest")),
    sampleResult("loki", fail({ got: "503", expected: "200", causes: CAUSES })),
    sampleResult("labels", { status: "blocked", by: "loki" }),
    sampleResult("marker", { status: "blocked", by: "loki" }),
    sampleResult("grafana", skipped("no URL")),
  ],
};

export const PASSING: ClusterResults = {
  context: "test",
  server: "https://test.example.com:6443",
  results: [sampleResult("nodes", pass("1 of 1 node"))],
};

export const SUITE = { command: "verify", success: () => "It works" };
