import type { Seen } from "../../../src/diagnostics/inspection";
import { broken, doubtful, holds, notDeployed, notMeasured } from "../../../src/diagnostics/outcome";
import { sampleResult } from "../samples";

const CAUSES = [
  { cause: "It reads its log anew.", next: "kubectl -n <namespace> logs loki-0" },
  { cause: "The <thing> is gone.", next: "look for it" },
];

/** One of everything that may be seen of a link. */
export const EVERYTHING: Seen = {
  context: "prod",
  server: "https://prod.example.com:6443",
  results: [
    sampleResult("nodes", holds("5 of 5 nodes", "one is cordoned: <node>")),
    sampleResult("volume", doubtful({ found: "90 % used", expected: "room", causes: CAUSES.slice(1) })),
    sampleResult("configuration", notDeployed("another digest")),
    sampleResult("loki", broken({ found: "503", expected: "200", causes: CAUSES, names: { namespace: "logs" } })),
    sampleResult("labels", { status: "not-reached", behind: "loki" }),
    sampleResult("marker", { status: "not-reached", behind: "loki" }),
    sampleResult("grafana", notMeasured("nobody said where")),
  ],
};

export const WORKING: Seen = {
  context: "test",
  server: "https://test.example.com:6443",
  results: [sampleResult("nodes", holds("1 of 1 node"))],
};

export const INSPECTION = { command: "verify", success: () => "It works" };
