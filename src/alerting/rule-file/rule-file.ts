import type { SourceLocation } from "../../settings/source-location";
import type { Duration } from "../../units";
import type { LocatedText } from "./located-text";

/** One file of alert rules, as it lies in the rules folder and as Loki's ruler will read it. */
export interface RuleFile {
  /** Its name in the folder. */
  readonly name: string;
  /** Relative to the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly groups: readonly RuleGroup[];
  /** What keeps the ruler from reading it, or from reading all of it. */
  readonly problems: readonly FormProblem[];
}

/** Something that is not in the form of a rule file. */
export interface FormProblem {
  readonly location: SourceLocation;
  readonly got: string;
  readonly remedy: string;
}

export interface RuleGroup {
  readonly name: string;
  readonly title: LocatedText;
  /** Null where the ruler's own interval holds. */
  readonly interval: Duration | null;
  readonly labels: readonly LabelEntry[];
  readonly rules: readonly Rule[];
}

export interface Rule {
  readonly kind: "alert" | "record";
  readonly name: string;
  readonly title: LocatedText;
  readonly expr: LocatedText;
  readonly for: LocatedDuration | null;
  readonly labels: readonly LabelEntry[];
  readonly annotations: readonly LabelEntry[];
}

/** A label or annotation. */
export interface LabelEntry {
  readonly name: string;
  readonly title: LocatedText;
  readonly text: LocatedText;
}

export interface LocatedDuration {
  readonly duration: Duration;
  readonly text: LocatedText;
}
