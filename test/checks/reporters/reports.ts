import type { Report } from "../../../src/checks/runner";
import { finding, location, sample } from "../samples";

export const WALL = sample("wall", [], { evidence: "Loki was seen at it" });
export const HINT = sample("hint", [], { severity: "warning" });
export const QUIET = sample("quiet");

export const NOTHING: Report = { findings: [], accepted: [], skipped: [], passed: [] };

/** A report with every kind of entry. */
export const EVERYTHING: Report = {
  findings: [
    {
      check: WALL,
      finding: finding("loki.wal.size", { got: "64Mi", expected: "1Gi", remedy: "raise it" }),
      others: [],
      acceptable: true,
    },
    {
      check: HINT,
      finding: finding("rules/my alerts.yaml", { location: location("rules/my alerts.yaml", 3, 7) }),
      others: [],
      acceptable: true,
    },
  ],
  accepted: [
    { check: WALL, finding: finding("nfs.size"), others: [], acceptable: true, reason: "it is a test cluster" },
    {
      check: HINT,
      finding: finding("a rule", { location: location("rules/b.yaml", 1) }),
      others: [],
      acceptable: true,
      reason: "so it is",
    },
  ],
  skipped: [
    { check: sample("taints"), setting: "cluster.taints" },
    { check: sample("stream-limit"), setting: "load.podStartsPerDay" },
    { check: sample("others"), setting: "cluster.taints" },
    { check: sample("quota"), setting: "cluster.quota" },
  ],
  passed: [QUIET, sample("calm")],
};
