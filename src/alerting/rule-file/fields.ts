import { prometheusDuration } from "../../logql";
import { quoted } from "../../settings/messages";
import { Duration, specialCharacter } from "../../units";
import { type KeyAdvice, type Level, unknownKey } from "./keys";
import type { LocatedText, RuleFileProblem } from "./located-text";
import { shortened } from "./mistake";
import type { Entry, RuleNode } from "./rule-node";

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
  /** The entries with a value. */
  private readonly entries: readonly Entry[];
  readonly keys: ReadonlySet<string>;

  constructor(
    private readonly all: readonly Entry[],
    /** The name of the group or rule in messages. */
    readonly owner: string,
    private readonly problems: RuleFileProblem[],
  ) {
    this.entries = all.filter(({ value }) => !value.isNull);
    this.keys = new Set(all.map(({ key }) => key.value));
  }

  get(key: string): RuleNode | null {
    return this.entry(key)?.value ?? null;
  }

  entry(key: string): Entry | null {
    return this.entries.find((entry) => entry.key.value === key) ?? null;
  }

  /** Whether the mapping has the key, even without a value. */
  has(key: string): boolean {
    return this.keys.has(key);
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
    const got = `${this.owner} with ${key}: ${shortened(text.value)}, which isn't a duration${withCharacter(text.value)}`;
    this.report(text, got, "a duration such as 30s, 5m or 1h30m", durationRemedy(key, text.value));
    return null;
  }

  rejectNonNumber(key: string): void {
    const node = this.get(key);
    if (node === null || node.wholeNumber !== null) return;
    const text = node.text();
    const got = `${this.owner} with ${key}: ${shortened(text.written)}, which isn't a number`;
    this.report(text, got, "a whole number, without quotes", `write a number, such as ${key}: 10`);
  }

  rejectNonText(key: string): void {
    const node = this.get(key);
    if (node === null || node.isText) return;
    const text = node.text();
    const got = `${this.owner} with ${key} that isn't a string`;
    this.report(text, got, `${key} as a string`, textRemedy(key, text.written));
  }

  texts(key: string, name: RegExp | null): readonly LabelEntry[] {
    const node = this.get(key);
    if (node === null) return [];
    const entries = node.entries();
    if (entries === null) {
      const got = `${this.owner} with ${key} that aren't strings`;
      this.report(node.text(), got, `${key} as a mapping`, mappingRemedy(key, node.text()));
      return [];
    }
    const isText = ({ value }: Entry) => value.isText || value.isNull;
    for (const entry of entries.filter((one) => !isText(one))) this.rejectNested(key, entry);
    const texts = entries.filter(isText);
    const labels = texts.map((entry) => ({ name: entry.key.value, title: entry.key, text: entry.value.text() }));
    for (const { name: written, title } of name === null ? [] : labels) {
      if (name?.test(written)) continue;
      const remedy = `use letters, digits and underscores, and don't start with a digit: ${validName(written)}`;
      const got = `${this.owner} with ${key} named ${quoted(written)}${withCharacter(written)}`;
      this.report(title, got, `names for ${key} that Prometheus allows`, remedy);
    }
    return labels;
  }

  /** A list or mapping where a label or annotation needs a text. */
  private rejectNested(key: string, { key: title, value }: Entry): void {
    const { written } = value.text();
    const misplaced = unknownKey({
      level: key === "labels" ? "labels" : "annotations",
      name: title.value,
      siblings: new Set(),
    });
    const isStructure = ["labels", "annotations", "rules", "groups"].includes(title.value);
    const remedy = isStructure ? misplaced.remedy : textRemedy(title.value, written);
    const got = `${this.owner} with ${key} that aren't strings: ${title.value} is a ${value.isMapping ? "mapping" : "list"}`;
    this.report(title, got, `${key} as a mapping of names to strings`, remedy);
  }

  rejectUnknownKeys(level: Level, known: readonly string[]): void {
    const unknown = this.all.filter(({ key }) => !known.includes(key.value));
    for (const { key } of unknown) {
      const { expected, remedy } = this.adviceOn(key.value, level, known);
      this.report(key, `${this.owner} with an unknown key "${key.value}"${withCharacter(key.value)}`, expected, remedy);
    }
  }

  private adviceOn(name: string, level: Level, known: readonly string[]): KeyAdvice {
    const special = specialCharacter(name);
    const cleaned = special === null ? name : name.replaceAll(special.char, special.instead).trim();
    const advice = unknownKey({ level, name, siblings: this.keys });
    return known.includes(cleaned) ? { ...advice, remedy: `write ${cleaned}, without the special character` } : advice;
  }

  report(at: LocatedText, got: string, expected: string, remedy: string): void {
    this.problems.push({ location: at.location(), got, expected, remedy });
  }
}

/** What to write for a list or text where a mapping is expected. */
function mappingRemedy(key: string, { value, written }: LocatedText): string {
  const [, name, text] = /^([A-Za-z_]\w*)\s*[:=]\s*(\S+)$/.exec(value) ?? [];
  if (name !== undefined && text !== undefined)
    return `write it on the line below ${key}: ${name}: ${quoted(text.replace(/^["']|["']$/g, ""))}`;
  const brackets = /^[[-]/.test(written) ? ", without dashes and brackets" : "";
  return `write each as name: "value", on its own line below ${key}:${brackets}`;
}

function withCharacter(text: string): string {
  const special = specialCharacter(text);
  return special === null ? "" : `; it contains ${special.name}`;
}

function durationRemedy(key: string, written: string): string {
  const special = specialCharacter(written);
  if (special !== null && prometheusDuration(written.replaceAll(special.char, special.instead)) !== null) {
    return `write ${key}: ${written.replaceAll(special.char, special.instead)}, without the invisible character`;
  }
  const unit = /^\s*(\d+)\s*(s|m|h|d)?[a-z]*\s*$/i.exec(written);
  if (unit === null) return `write a number and a unit, such as ${key}: 5m`;
  const [, number = "", letter] = unit;
  return letter === undefined
    ? `add the unit: ${key}: ${number}s for seconds, ${key}: ${number}m for minutes`
    : `write ${key}: ${number}${letter.toLowerCase()}`;
}

/** What to write for a list or mapping where a text is expected. */
function textRemedy(key: string, written: string): string {
  if (key === "expr") return "start the query on the next line, below expr: | and indented by two more spaces";
  if (written.startsWith("{{")) return `put the value in quotes: ${key}: ${singleQuoted(written)}`;
  const isOneLine = !written.includes("\n") && (written.startsWith("{") || written.startsWith("["));
  return isOneLine
    ? `put the value in quotes: ${key}: ${singleQuoted(written)}`
    : `write ${key} as one text, in quotes`;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name that is valid and resembles the invalid one. */
function validName(name: string): string {
  const cleaned = name.replace(/[^a-zA-Z0-9_]/g, "_");
  return /^[a-zA-Z_]/.test(cleaned) && cleaned !== "__name__" ? cleaned : `label_${cleaned}`;
}
