import type { Duration } from "../../units";
import type { LabelEntry, LocatedDuration } from "./fields";
import type { LocatedText, RuleFileProblem } from "./located-text";

/** A file in the rules directory, as Loki's ruler reads it. */
export interface RuleFile {
  /** Its name in the directory. */
  readonly name: string;
  /** Its path relative to the project. */
  readonly path: string;
  /** Empty if it isn't a text. */
  readonly text: string;
  readonly groups: readonly RuleGroup[];
  /** The reasons why the ruler rejects the file or a part of it. */
  readonly problems: readonly RuleFileProblem[];
  /** The fields that the ruler accepts and then drops. */
  readonly discarded: readonly RuleFileProblem[];
}

/** A group without the fields that the ruler drops. */
export interface RuleGroup {
  readonly name: string;
  readonly title: LocatedText;
  /** Null for the ruler's default interval. */
  readonly interval: Duration | null;
  readonly rules: readonly Rule[];
}

/** A rule without the fields that the ruler drops. */
export interface Rule {
  readonly kind: "alert" | "record";
  readonly name: string;
  readonly title: LocatedText;
  readonly expr: LocatedText;
  readonly for: LocatedDuration | null;
  readonly labels: readonly LabelEntry[];
  readonly annotations: readonly LabelEntry[];
}
