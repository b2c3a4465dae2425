import type { SourceLocation } from "../alerting/rule-file/located-text";
import type { RenderedStack } from "../stack/rendered-stack";

/** An error stops the synthesis; a warning is printed with it. */
export type Severity = "error" | "warning";

/** One problem that a check found, in the user's terms. */
export interface Finding {
  /** The setting, chart value or rule, as the user finds it ("loki.wal.size", "values/loki.yaml: loki.ruler"). */
  readonly setting: string;
  readonly got: string;
  readonly expected: string;
  /** What to do instead. */
  readonly remedy: string;
  /** The place in a file of the project, if the finding is about one. */
  readonly location?: SourceLocation;
}

/** A named rule about what would be deployed. */
export interface Check {
  /** Lower-case words with dashes; `accept` and docs/checks.md refer to it. */
  readonly id: string;
  /** What the check ensures. */
  readonly title: string;
  readonly severity: Severity;
  /** What goes wrong otherwise. */
  readonly why: string;
  /** What to do in general; each finding also has a specific remedy. */
  readonly remedy: string;
  /** A source, a measurement or an incident that proves it. */
  readonly evidence: string;
  /**
   * A setting that the check requires.
   * @default - none: the check always runs
   */
  readonly needs?: RequiredSetting;
  /**
   * Whether `accept` can accept its findings. False if what it finds certainly stops Loki or its ruler.
   * @default true
   */
  readonly acceptable?: boolean;
  find(stack: RenderedStack): readonly Finding[];
}

export interface RequiredSetting {
  readonly setting: string;
  declared(stack: RenderedStack): boolean;
}
