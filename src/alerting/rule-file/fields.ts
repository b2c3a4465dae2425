import { closest } from "fastest-levenshtein";
import { prometheusDuration } from "../../logql";
import { quoted } from "../../settings/messages";
import { Duration } from "../../units";
import type { LocatedText } from "./located-text";
import type { Entry, RuleNode } from "./node";
import type { FormProblem, LabelEntry, LocatedDuration } from "./rule-file";

/** The fields of a group or rule while it is read; what is wrong with them is kept, not thrown. */
export class Fields {
  private readonly entries: readonly Entry[];

  constructor(
    entries: readonly Entry[],
    /** What they belong to, as a person would name it. */
    private readonly owner: string,
    private readonly problems: FormProblem[],
  ) {
    this.entries = entries.filter(({ value }) => !value.isNull);
  }

  get(key: string): RuleNode | null {
    return this.entries.find((entry) => entry.key.value === key)?.value ?? null;
  }

  /** A text that is not empty. */
  text(key: string): LocatedText | null {
    const node = this.get(key);
    const text = node?.isText === true ? node.text() : null;
    return text === null || text.value === "" ? null : text;
  }

  duration(key: string): LocatedDuration | null {
    const node = this.get(key);
    if (node === null) return null;
    const text = node.text();
    const milliseconds = prometheusDuration(text.value);
    if (milliseconds !== null) return { duration: Duration.milliseconds(milliseconds), text };
    this.report(
      text,
      `${this.owner} with ${key}: ${text.value}, which is no duration`,
      "write it like 30s, 5m or 1h30m",
    );
    return null;
  }

  refuseNonNumber(key: string): void {
    const node = this.get(key);
    if (node === null || node.isNumber) return;
    const text = node.text();
    this.report(text, `${this.owner} with ${key}: ${text.value}, which is no number`, "write a whole number");
  }

  refuseNonText(key: string): void {
    const node = this.get(key);
    if (node === null || node.isText) return;
    this.report(node.text(), `${this.owner} with ${key} that is no text`, `write ${key} as a text`);
  }

  texts(key: string, name: RegExp | null): readonly LabelEntry[] {
    const node = this.get(key);
    if (node === null) return [];
    const entries = node.entries();
    if (entries === null || !entries.every(({ value }) => value.isText || value.isNull)) {
      this.report(node.text(), `${this.owner} with ${key} that are no texts`, `write ${key} as names with texts`);
      return [];
    }
    const found = entries.map((entry) => ({ name: entry.key.value, title: entry.key, text: entry.value.text() }));
    for (const { name: written, title } of name === null ? [] : found) {
      if (name?.test(written)) continue;
      const remedy = "use letters, digits and underscores, and begin with a letter";
      this.report(title, `${this.owner} with ${key} named ${quoted(written)}`, remedy);
    }
    return found;
  }

  refuseOthers(known: readonly string[]): void {
    for (const { key } of this.entries.filter((entry) => !known.includes(entry.key.value))) {
      const remedy = `did you mean "${closest(key.value, [...known])}"?`;
      this.report(key, `${this.owner} with a key "${key.value}"`, remedy);
    }
  }

  report(at: LocatedText, got: string, remedy: string): void {
    this.problems.push({ location: at.location(), got, remedy });
  }
}
