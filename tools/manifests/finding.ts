export type Linter = "checkov" | "kube-score";

/** What a linter reports about an object. */
export interface LintFinding {
  readonly linter: Linter;
  /** The linter's id of the check. */
  readonly check: string;
  /** The kind and the name of the object: "DaemonSet/alloy". */
  readonly object: string;
  readonly text: string;
}
