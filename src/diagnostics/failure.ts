/** What kind of thing is broken: a script that runs the command tells them apart by its exit code. */
export const FAILURES = {
  unreachable: { exitCode: 3, says: "the API server doesn't answer, or doesn't know who asks" },
  access: { exitCode: 4, says: "the API server refuses what has to be asked" },
  "not-deployed": { exitCode: 5, says: "the cluster runs another plan than the one that is here, or none" },
  nodes: { exitCode: 6, says: "a node, its limits, or a pod that every node must have" },
  storage: { exitCode: 7, says: "the volume" },
  loki: { exitCode: 8, says: "Loki itself" },
  lines: { exitCode: 9, says: "lines don't arrive" },
  alerts: { exitCode: 10, says: "alerts don't arrive" },
  grafana: { exitCode: 11, says: "Grafana doesn't show the logs" },
  cluster: { exitCode: 12, says: "what the plan needs isn't there, was changed, or is in its way" },
} as const;

export type Failure = keyof typeof FAILURES;
