import type { SourceLocation } from "../settings/settings-error";
import type { RenderedStack } from "../stack/rendered-stack";

/** An error stops the synthesis; a warning is printed with it. */
export type Severity = "error" | "warning";

/** One thing that would go wrong, in the words of the person who wrote it. */
export interface Finding {
  /** The setting, chart value or rule at fault, as the person finds it ("loki.wal.size", "values/loki.yaml: loki.ruler"). */
  readonly setting: string;
  /** What is there. */
  readonly got: string;
  /** What would have been right. */
  readonly expected: string;
  /** What to write instead, or what to do. */
  readonly remedy: string;
  /** Where in a file of the project it stands, where it stands in one. */
  readonly location?: SourceLocation;
}

/** A small named rule about what would be deployed. */
export interface Check {
  /** Lower-case words with dashes; acceptances and the documentation name it by this. */
  readonly id: string;
  readonly severity: Severity;
  /** What goes wrong without it, in one sentence. */
  readonly reason: string;
  /** How that is known: a source, a measurement, or an incident. */
  readonly evidence: string;
  /**
   * A setting that has to be declared before the check can say anything.
   * @default - none: it can always be checked
   */
  readonly needs?: Need;
  find(stack: RenderedStack): readonly Finding[];
}

export interface Need {
  readonly setting: string;
  declared(stack: RenderedStack): boolean;
}

/** A finding with the check that made it. */
export interface Found {
  readonly check: Check;
  readonly finding: Finding;
  /** Whether an acceptance of it would let the plan pass. */
  readonly acceptable: boolean;
}
