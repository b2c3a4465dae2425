import { parseYaml, type YamlDocument, YamlError } from "../../go-yaml";
import { quoted } from "../../settings/messages";
import type { Duration } from "../../units";
import { Fields, type LabelEntry, type LocatedDuration } from "./fields";
import { foreignObject } from "./foreign-objects";
import { GROUP_KEYS, type Level, otherName, RULE_KEYS, unknownKey } from "./keys";
import { type LocatedText, SourceText } from "./located-text";
import type { RuleFileProblem } from "./problem";
import { IN_LIST, IN_MAPPING, type Indentation, unreadable } from "./rewritten";
import { RuleNode } from "./rule-node";
import { checkStructure } from "./structure";
import { yamlProblem } from "./yaml-mistakes";

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

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/metric.go (LegacyValidation) */
const ANNOTATION_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = /^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

const EXPECTED = "a Loki rule file: groups with a name and rules; each rule has alert (or record) and expr";
const FILE_REMEDY =
  "write groups, each with a name and rules; a rule needs its name under alert (or record) and its query under expr";
const RULE_REMEDY = "write the rule's name under alert (or record) and its query under expr";

/**
 * Reads a rule file as strictly as the ruler does, and locates every problem.
 * @param path the path in messages
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/grouploader.go
 */
export function readRuleFile(path: string, name: string, text: string): RuleFile {
  const source = new SourceText(path, text);
  const parsed = parsedYaml(text);
  const reader = new RuleFileReader(source);
  const groups = parsed instanceof YamlError ? reader.rejectYaml(parsed) : reader.groups(parsed);
  return { name, path, text, groups, problems: reader.problems, discarded: reader.discarded };
}

function parsedYaml(text: string): YamlDocument | YamlError {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

class RuleFileReader {
  readonly problems: RuleFileProblem[] = [];
  readonly discarded: RuleFileProblem[] = [];

  constructor(private readonly source: SourceText) {}

  rejectYaml(error: YamlError): readonly [] {
    this.problems.push(yamlProblem(error, this.source));
    return [];
  }

  groups({ root, to }: YamlDocument): readonly RuleGroup[] {
    if (root === null) return this.rejectEmpty();
    const { problems, isEndless } = checkStructure(root, this.source);
    const node = new RuleNode(root, this.source);
    const foreign = isEndless ? null : foreignObject(node);
    this.problems.push(...(foreign === null ? problems : [foreign]));
    if (isEndless || foreign !== null) return [];
    this.rejectRest(to);
    return node.isNull ? [] : this.root(node);
  }

  /** The ruler needs a document, but not one with groups. */
  private rejectEmpty(): readonly [] {
    const remedy = "write groups, or groups: [] for none, or remove the file";
    const location = this.source.location(0, 0);
    this.problems.push({ location, got: "a file without any YAML", expected: EXPECTED, remedy });
    return [];
  }

  /** The ruler reads only the first document. Ignoring an empty one after a final "---" loses nothing. */
  private rejectRest(to: number): void {
    const rest = this.source.text.slice(to).replace(/^(?:---|\.\.\.)(?=\s|$)/, "");
    if (/^(?:\s|#[^\n]*)*$/.test(rest)) return;
    const isDocument = /^(?:---|\.\.\.)/.test(this.source.text.slice(to));
    const got = isDocument
      ? "a second document, which the ruler ignores"
      : "text after the end of the groups, which the ruler ignores";
    const remedy = isDocument ? "move it to a separate file" : "indent it like groups, or move it to a separate file";
    this.problems.push({ location: this.source.location(to, to + 3), got, expected: "one document per file", remedy });
  }

  private reject(node: RuleNode, got: string, remedy: string, expected = EXPECTED): readonly [] {
    this.problems.push({ location: node.location(), got, expected, remedy });
    return [];
  }

  private root(node: RuleNode): readonly RuleGroup[] {
    const entries = node.entries();
    if (entries === null) return this.reject(node, "a document that isn't a YAML mapping", FILE_REMEDY);
    for (const { key } of entries.filter((entry) => entry.key.value !== "groups")) {
      const advice = unknownKey({ level: "file", name: key.value, siblings: entries.map((entry) => entry.key.value) });
      this.problems.push({ location: key.location(), got: `the top-level key "${key.value}"`, ...advice });
    }
    const groups = entries.find(({ key }) => key.value === "groups")?.value;
    if (groups === undefined || groups.isNull) return [];
    return groups.items()?.flatMap((item) => this.group(item)) ?? this.rejectList(groups, "groups");
  }

  private rejectList(node: RuleNode, key: "groups" | "rules"): readonly [] {
    const first = key === "groups" ? "- name: errors" : "- alert: TooManyErrors";
    const isGlued = node.entries()?.some((entry) => entry.key.value.startsWith("-")) ?? false;
    const remedy = isGlued
      ? `write a space after the dash, as in "${first}"`
      : `make it a list: start each ${key === "groups" ? "group" : "rule"} with a dash, as in "${first}"`;
    return this.reject(node, `${key} that aren't a list`, remedy, `a list of ${key}, each with a dash`);
  }

  private group(node: RuleNode): readonly RuleGroup[] {
    const entries = node.entries();
    if (entries === null) return this.reject(node, "a group that isn't a mapping", FILE_REMEDY);
    const written = entries.find(({ key }) => key.value === "name")?.value;
    const title = written?.text() ?? node.text();
    const owner = title.value === "" ? "a group" : `group "${title.value}"`;
    const fields = new Fields(entries, owner, this.problems);
    if (fields.text("name") === null && !this.isRenamed("group", "name", fields)) {
      this.reject(node, "a group without a name", groupRemedy(fields), "a group with a name and rules");
    }
    fields.rejectUnknownKeys("group", GROUP_KEYS);
    fields.rejectNonNumber("limit");
    rejectUnreadableText("name", title, IN_LIST, fields);
    this.discardGroupFields(fields);
    const rules = fields.get("rules");
    const items = rules === null ? [] : (rules.items() ?? this.rejectList(rules, "rules"));
    const interval = fields.duration("interval")?.duration ?? null;
    return [{ name: title.value, title, interval, rules: items.flatMap((rule) => this.rule(rule)) }];
  }

  /** Whether the unknown-key problem of another key already explains why a field is missing. */
  private isRenamed(level: Level, field: string, fields: Fields): boolean {
    return fields.keys.some((key) => otherName(level, key, fields.keys) === field);
  }

  private discardGroupFields(fields: Fields): void {
    const offset = fields.duration("query_offset");
    if (offset !== null && offset.duration.toSeconds() > 0) {
      const written = offset.text.value;
      this.discard(
        fields,
        "query_offset",
        `remove it; to query the past, write offset ${written} after each window: [5m] offset ${written}`,
      );
    }
    const labels = fields.texts("labels", null);
    if (labels.length === 0) return;
    const texts = labels.map(({ name, text }) => `${name}: ${quoted(text.value)}`).join(", ");
    this.discard(fields, "labels", `move them into the labels of each rule: labels: { ${texts} }`);
  }

  private discard(fields: Fields, key: string, remedy: string): void {
    const entry = fields.entry(key);
    if (entry === null) return;
    const got = `${fields.owner} with ${key}, which the ruler drops`;
    this.discarded.push({
      location: entry.key.location(),
      got,
      expected: "only fields that Loki's ruler keeps",
      remedy,
    });
  }

  /** Reads a rule that has a name and an expression, even if other fields are invalid. */
  private rule(node: RuleNode): readonly Rule[] {
    const entries = node.entries();
    if (entries === null) return this.reject(node, "a rule that isn't a mapping", RULE_REMEDY);
    const unnamed = new Fields(entries, "a rule", this.problems);
    for (const key of ["alert", "record", "expr"]) unnamed.rejectNonText(key);
    const kind = unnamed.text("alert") === null ? "record" : "alert";
    const title = unnamed.text(kind);
    const fields = new Fields(entries, title === null ? "a rule" : `rule "${title.value}"`, this.problems);
    fields.rejectUnknownKeys("rule", RULE_KEYS);
    const isRenamed = ["alert", "record"].some((field) => this.isRenamed("rule", field, fields));
    if (title === null && !isRenamed)
      this.reject(node, "a rule without alert or record", RULE_REMEDY, "alert or record");
    const keep = fields.duration("keep_firing_for");
    if (keep !== null && keep.duration.toSeconds() > 0) {
      this.discard(fields, "keep_firing_for", "remove it; to keep the alert longer, count over a longer window");
    }
    const rest = {
      for: fields.duration("for"),
      labels: fields.texts("labels", LABEL_NAME),
      annotations: fields.texts("annotations", ANNOTATION_NAME),
    };
    const expr = this.expr(fields, node);
    if (title === null) return [];
    const rule = { kind, name: title.value, title, ...rest } as const;
    rejectMixedKinds(rule, fields);
    rejectUnreadable(rule, expr, fields);
    return expr === null ? [] : [{ ...rule, expr }];
  }

  private expr(fields: Fields, node: RuleNode): LocatedText | null {
    const expr = fields.text("expr");
    if (expr !== null || this.isRenamed("rule", "expr", fields)) return expr;
    const misplaced = ["labels", "annotations"].find((key) =>
      fields
        .get(key)
        ?.entries()
        ?.some((entry) => entry.key.value === "expr"),
    );
    const remedy =
      misplaced === undefined ? "write the query under expr" : `indent expr less, to the level of ${misplaced}`;
    const isText = fields.get("expr")?.isText ?? true;
    if (isText)
      fields.report(
        fields.text("alert") ?? fields.text("record") ?? node.text(),
        `${fields.owner} without expr`,
        "a query under expr",
        remedy,
      );
    return null;
  }
}

function groupRemedy(fields: Fields): string {
  return fields.keys.includes("alert") || fields.keys.includes("record")
    ? "put the rule into a group: - name: and rules: above it, and the rule below rules:, indented by four more spaces"
    : "add a name, as in - name: errors";
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (validateRule) */
function rejectMixedKinds(rule: Omit<Rule, "expr">, fields: Fields): void {
  const owner = `rule "${rule.name}"`;
  if (rule.kind === "alert") {
    const record = fields.text("record");
    if (record === null) return;
    fields.report(record, `${owner} with both alert and record`, "one of the two", "split it into two rules");
    return;
  }
  if (!METRIC_NAME.test(rule.name)) {
    const remedy = "use letters, digits, underscores and colons, such as level:errors:rate5m";
    fields.report(rule.title, `a recording rule named ${quoted(rule.name)}`, "a name of a metric", remedy);
  }
  const [annotation] = rule.annotations;
  if (annotation !== undefined) {
    const remedy = "remove them: only alerts have annotations";
    fields.report(annotation.title, `recording ${owner} with annotations`, "a recording rule without them", remedy);
  }
  if (rule.for !== null && rule.for.duration.toSeconds() > 0) {
    const remedy = "remove it: only alerts wait before they fire";
    fields.report(rule.for.text, `recording ${owner} with for`, "a recording rule without it", remedy);
  }
}

/** The ruler loads these texts, but not the copy that it makes of them. */
function rejectUnreadable(
  { kind, title, labels, annotations }: Omit<Rule, "expr">,
  expr: LocatedText | null,
  fields: Fields,
) {
  rejectUnreadableText(kind, title, IN_LIST, fields);
  if (expr !== null) rejectUnreadableText("expr", expr, IN_LIST, fields);
  for (const { name, text } of [...labels, ...annotations]) rejectUnreadableText(name, text, IN_MAPPING, fields);
}

function rejectUnreadableText(name: string, text: LocatedText, indentation: Indentation, fields: Fields): void {
  const start = unreadable(text.value, indentation);
  if (start === null) return;
  const got = `${fields.owner} with several lines under ${name} that start with ${start}: the ruler can't read its own copy of them`;
  fields.report(text, got, "a text that starts with its first word", `remove ${start} at the start of the text`);
}
