import { parseYaml, type YamlDocument, YamlError } from "../../go-yaml";
import { quoted } from "../../settings/messages";
import { Fields } from "./fields";
import { foreignObject } from "./foreign-objects";
import { GROUP_KEYS, type Level, otherName, RULE_KEYS, unknownKey } from "./keys";
import { type LocatedText, type RuleFileProblem, SourceText } from "./located-text";
import type { Rule, RuleFile, RuleGroup } from "./rule";
import { RuleNode } from "./rule-node";
import { checkStructure } from "./structure";
import { IN_LIST, rejectUnreadableText, validateRule } from "./validate-rule";
import { yamlProblem } from "./yaml-mistakes";

export type { Rule, RuleFile, RuleGroup } from "./rule";

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/metric.go (LegacyValidation) */
const ANNOTATION_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = /^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$/;

const EXPECTED = "a Loki rule file: groups with a name and rules; each rule has alert (or record) and expr";
const FILE_REMEDY =
  "write groups, each with a name and rules; a rule needs its name under alert (or record) and its query under expr";
const NESTED_REMEDY = "delete the outer groups: with its dash, and indent the list less";
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
    for (const problem of foreign === null ? problems : [foreign]) this.problems.push(problem);
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
    if (rest.split("\n").every((line) => /^\s*(?:#|$)/.test(line))) return;
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
    const siblings = new Set(entries.map(({ key }) => key.value));
    for (const { key } of entries.filter((entry) => entry.key.value !== "groups")) {
      const advice = unknownKey({ level: "file", name: key.value, siblings });
      this.problems.push({ location: key.location(), got: `the top-level key "${key.value}"`, ...advice });
    }
    const groups = entries.find(({ key }) => key.value === "groups")?.value;
    if (groups === undefined || groups.isNull) return [];
    return groups.items()?.flatMap((item) => this.group(item)) ?? this.rejectList(groups, "groups");
  }

  private rejectList(node: RuleNode, key: "groups" | "rules"): readonly [] {
    if (node.entries()?.some((entry) => entry.key.value === key)) {
      return this.reject(node, `${key} inside ${key}`, `delete one of the two lines ${key}:`);
    }
    const first = key === "groups" ? "- name: errors" : "- alert: TooManyErrors";
    const isGlued = node.entries()?.some((entry) => entry.key.value.startsWith("-")) ?? false;
    const remedy = isGlued
      ? `write a space after the dash, as in "${first}"`
      : `make it a list: start each ${key === "groups" ? "group" : "rule"} with a dash, as in "${first}", and indent its other lines by two more spaces`;
    return this.reject(node, `${key} that aren't a list`, remedy, `a list of ${key}, each with a dash`);
  }

  private group(node: RuleNode): readonly RuleGroup[] {
    const entries = node.entries();
    if (entries === null) return this.reject(node, "a group that isn't a mapping", FILE_REMEDY);
    const written = entries.find(({ key }) => key.value === "name")?.value;
    const title = written?.text() ?? node.text();
    const owner = title.value === "" ? "a group" : `group "${title.value}"`;
    const fields = new Fields(entries, owner, this.problems);
    if (fields.has("groups")) return this.reject(node, "groups inside a group", NESTED_REMEDY);
    if (fields.text("name") === null && !this.isRenamed("group", "name", fields)) {
      this.reject(node, "a group without a name", "add a name, as in - name: errors", "a group with a name and rules");
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
    return [...fields.keys].some((key) => otherName(level, key, fields.keys) === field);
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
    if (title === null && fields.get("rules") !== null) {
      return this.reject(
        node,
        "rules inside a rule",
        "delete the outer rules: with its dash, and indent the list less",
      );
    }
    fields.rejectUnknownKeys("rule", RULE_KEYS);
    const isRenamed = title === null && ["alert", "record"].some((field) => this.isRenamed("rule", field, fields));
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
    validateRule(rule, expr, fields);
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
