import { closest } from "fastest-levenshtein";
import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { prometheusDuration } from "../../logql";
import { quoted } from "../../settings/messages";
import { Duration } from "../../units";
import { LocatedText, type SourceLocation, type SourceText } from "./located-text";

/** A key of a mapping and its value, with aliases resolved. */
export interface Entry {
  readonly key: LocatedText;
  readonly value: RuleNode;
}

/** A YAML node in a rule file, interpreted like Go's YAML parser: as a string, list or mapping. */
export class RuleNode {
  constructor(
    private readonly node: unknown,
    private readonly document: Document,
    private readonly source: SourceText,
  ) {}

  /** Whether the node has no value. Go treats such a field as unset. */
  get isNull(): boolean {
    const node = this.target();
    return node === null || (isScalar(node) && node.value === null);
  }

  /** Returns the items of a list; null if the node isn't one. */
  items(): readonly RuleNode[] | null {
    const node = this.target();
    return isSeq(node) ? node.items.map((item) => new RuleNode(item, this.document, this.source)) : null;
  }

  /** Returns the entries of a mapping, merged ones last; null if the node isn't a mapping. */
  entries(): readonly Entry[] | null {
    const node = this.target();
    if (!isMap(node)) return null;
    const all = node.items.map(({ key, value }) => ({ key: new RuleNode(key, this.document, this.source), value }));
    const own = all.filter(({ key }) => !key.isMerge);
    const merged = all.filter(({ key }) => key.isMerge).flatMap(({ value }) => this.merged(value));
    const entries = own.map(({ key, value }) => ({
      key: key.text(),
      value: new RuleNode(value, this.document, this.source),
    }));
    const names = entries.map(({ key }) => key.value);
    return [...entries, ...merged.filter(({ key }) => !names.includes(key.value))];
  }

  /** Returns the text of a scalar of any type, as in Go; empty for a list or mapping. */
  text(): LocatedText {
    const node = this.target();
    const [from, to] = this.range();
    return new LocatedText(isScalar(node) ? written(node) : "", this.source, from, to);
  }

  get isText(): boolean {
    return isScalar(this.target());
  }

  /** Go's YAML parser doesn't support base 60 numbers, such as 12:30. */
  get isNumber(): boolean {
    const node = this.target();
    return isScalar(node) && Number.isFinite(node.value) && !node.source?.includes(":");
  }

  private get isMerge(): boolean {
    return isScalar(this.node) && this.node.type === "PLAIN" && this.node.source === "<<";
  }

  private merged(value: unknown): readonly Entry[] {
    const node = new RuleNode(value, this.document, this.source);
    return node.entries() ?? node.items()?.flatMap((item) => item.entries() ?? []) ?? [];
  }

  private target(): Node | null {
    const node = isAlias(this.node) ? this.node.resolve(this.document) : this.node;
    return isScalar(node) || isMap(node) || isSeq(node) ? node : null;
  }

  private range(): readonly [number, number] {
    const [from = 0, to = from] = this.target()?.range ?? [];
    return [from, to];
  }
}

/** Go keeps the source text of a number or boolean that it reads as a string. */
function written(node: { readonly value: unknown; readonly type?: unknown; readonly source?: string }): string {
  if (node.value === null) return "";
  return node.type === "PLAIN" ? (node.source ?? String(node.value)) : String(node.value);
}

/** A reason why the ruler rejects a rule file or a part of it. */
export interface RuleFileProblem {
  readonly location: SourceLocation;
  readonly got: string;
  readonly remedy: string;
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

/** The fields of a group or rule. Collects problems instead of throwing, so that one run reports all of them. */
export class Fields {
  private readonly entries: readonly Entry[];

  constructor(
    entries: readonly Entry[],
    /** The name of the group or rule in messages. */
    private readonly owner: string,
    private readonly problems: RuleFileProblem[],
  ) {
    this.entries = entries.filter(({ value }) => !value.isNull);
  }

  get(key: string): RuleNode | null {
    return this.entries.find((entry) => entry.key.value === key)?.value ?? null;
  }

  /** Returns a non-empty text, or null. */
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
    const remedy = "write a duration such as 30s, 5m or 1h30m";
    this.report(text, `${this.owner} with ${key}: ${text.value}, which isn't a duration`, remedy);
    return null;
  }

  rejectNonNumber(key: string): void {
    const node = this.get(key);
    if (node === null || node.isNumber) return;
    const text = node.text();
    this.report(text, `${this.owner} with ${key}: ${text.value}, which isn't a number`, "write a whole number");
  }

  rejectNonText(key: string): void {
    const node = this.get(key);
    if (node === null || node.isText) return;
    this.report(node.text(), `${this.owner} with ${key} that isn't a string`, `write ${key} as a string`);
  }

  texts(key: string, name: RegExp | null): readonly LabelEntry[] {
    const node = this.get(key);
    if (node === null) return [];
    const entries = node.entries();
    if (entries === null || !entries.every(({ value }) => value.isText || value.isNull)) {
      const remedy = `write ${key} as a mapping of names to strings`;
      this.report(node.text(), `${this.owner} with ${key} that aren't strings`, remedy);
      return [];
    }
    const labels = entries.map((entry) => ({ name: entry.key.value, title: entry.key, text: entry.value.text() }));
    for (const { name: written, title } of name === null ? [] : labels) {
      if (name?.test(written)) continue;
      const remedy = "use letters, digits and underscores, and don't start with a digit";
      this.report(title, `${this.owner} with ${key} named ${quoted(written)}`, remedy);
    }
    return labels;
  }

  rejectUnknownKeys(known: readonly string[]): void {
    for (const { key } of this.entries.filter((entry) => !known.includes(entry.key.value))) {
      const remedy = `did you mean "${closest(key.value, [...known])}"?`;
      this.report(key, `${this.owner} with an unknown key "${key.value}"`, remedy);
    }
  }

  report(at: LocatedText, got: string, remedy: string): void {
    this.problems.push({ location: at.location(), got, remedy });
  }
}
