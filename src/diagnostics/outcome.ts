import type { Duration } from "../units";
import { type Cause, cause } from "./cause";

/** The kinds of failure. A script tells them apart by the exit code. */
export const FAILURES = {
  unreachable: { exitCode: 3, meaning: "the API server is unreachable, or rejects the credentials" },
  permissions: { exitCode: 4, meaning: "the API server denies a request" },
  "not-deployed": { exitCode: 5, meaning: "the cluster runs another version of the stack, or none" },
  nodes: { exitCode: 6, meaning: "a node, its limits, or a pod that every node needs does not work" },
  storage: { exitCode: 7, meaning: "the volume is unusable" },
  loki: { exitCode: 8, meaning: "Loki does not work" },
  lines: { exitCode: 9, meaning: "lines do not arrive" },
  alerts: { exitCode: 10, meaning: "alerts do not arrive" },
  grafana: { exitCode: 11, meaning: "Grafana does not show the logs" },
  cluster: { exitCode: 12, meaning: "a prerequisite is missing, changed, or in conflict" },
  access: { exitCode: 13, meaning: "pods reach what should refuse them" },
} as const;

export type Failure = keyof typeof FAILURES;

/** What a diagnostic concludes from its evidence. */
export type Outcome = Pass | Warn | Fail | NotDeployed | Skipped;

export interface Pass {
  readonly status: "pass";
  /** The measurement: "5 of 5 nodes", "1.3 s". */
  readonly detail: string;
  /** More that a user may want to know, one line each. */
  readonly notes: readonly string[];
}

export interface Fault {
  readonly got: string;
  readonly expected: string;
  /** The most likely first. One cause if the evidence proves it. */
  readonly causes: readonly Cause[];
}

/** It cannot work like this. */
export interface Fail extends Fault {
  readonly status: "fail";
  /** Set if the failure is of another kind than the diagnostic's own. */
  readonly failure?: Failure;
  /** True if it works in part, such as on all nodes but one. The diagnostics that depend on it still run. */
  readonly isPartial?: boolean;
}

/** It may work, but something is wrong. */
export interface Warn extends Fault {
  readonly status: "warn";
  /** True if it ends by itself, as a rollout does. `--watch` waits for it. */
  readonly isTransient?: boolean;
}

/** The cluster runs another version of the stack, or none. */
export interface NotDeployed {
  readonly status: "not-deployed";
  readonly got: string;
  /** True if nothing is there to examine. The diagnostics that depend on it are blocked. */
  readonly isAbsent: boolean;
}

/** It cannot be examined from here, or the run excludes it. */
export interface Skipped {
  readonly status: "skipped";
  readonly reason: string;
}

/** A diagnostic that did not run, because one that it depends on failed. */
export interface Blocked {
  readonly status: "blocked";
  /** The id of the diagnostic that failed. */
  readonly by: string;
}

export function pass(detail: string, ...notes: readonly string[]): Pass {
  return { status: "pass", detail, notes };
}

export function fail(fault: Omit<Fail, "status">): Fail {
  return { status: "fail", ...fault };
}

export function warn(fault: Omit<Warn, "status">): Warn {
  return { status: "warn", ...fault };
}

export const slow = cause(
  "The API server, or a component behind it, answers too slowly.",
  "time kubectl get --raw '/readyz?verbose'",
);

/** No answer came before the timeout. */
export function timedOut(timeout: Duration): Fail {
  return fail({ got: `no answer within ${timeout}`, expected: "an answer in that time", causes: [slow()] });
}

/** The cluster has another version of what the diagnostic examines. */
export function notDeployed(got: string): NotDeployed {
  return { status: "not-deployed", got, isAbsent: false };
}

/** The cluster does not have what the diagnostic examines. */
export function absent(got: string): NotDeployed {
  return { status: "not-deployed", got, isAbsent: true };
}

export function skipped(reason: string): Skipped {
  return { status: "skipped", reason };
}

/** The outcome of one diagnostic on one cluster. */
export interface Result {
  readonly id: string;
  readonly title: string;
  readonly failure: Failure;
  readonly outcome: Outcome | Blocked;
  readonly seconds: number;
}

/** The results of one cluster, in the order of the suite's list. */
export interface ClusterResults {
  readonly context: string;
  readonly server: string;
  readonly results: readonly Result[];
}

/** The first diagnostic that fails, or else the first that is not deployed. Null if there is none. */
export function firstFailure(results: readonly Result[]): Result | null {
  return (
    results.find(({ outcome }) => outcome.status === "fail") ??
    results.find(({ outcome }) => outcome.status === "not-deployed") ??
    null
  );
}

/** The exit code of the first failure on the first cluster that has one. Returns 0 if there is none. */
export function exitCode(clusters: readonly Pick<ClusterResults, "results">[]): number {
  const [first] = clusters.flatMap(({ results }) => firstFailure(results) ?? []);
  return first === undefined ? 0 : FAILURES[first.failure].exitCode;
}

/** The outcome in a few words. */
export function detailOf({ outcome }: Result): string {
  switch (outcome.status) {
    case "pass":
      return outcome.detail;
    case "fail":
    case "warn":
      return outcome.got;
    case "not-deployed":
      return `not deployed: ${outcome.got}`;
    case "skipped":
      return `skipped: ${outcome.reason}`;
    case "blocked":
      return "blocked";
  }
}
