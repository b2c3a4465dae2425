import { type Document, parseDocument, visit, type YAMLError } from "yaml";
import { quoted } from "../../settings/messages";
import type { Duration } from "../../units";
import { Fields, type LabelEntry, type LocatedDuration, type RuleFileProblem, RuleNode } from "./fields";
import { type LocatedText, SourceText } from "./located-text";

/** A file in the rules directory, as Loki's ruler reads it. */
export interface RuleFile {
  /** Its name in the directory. */
  readonly name: string;
  /** Its path relative to the project. */
  readonly path: string;
  readonly text: string;
  readonly groups: readonly RuleGroup[];
  /** The reasons why the ruler rejects the file or a part of it. */
  readonly problems: readonly RuleFileProblem[];
}

export interface RuleGroup {
  readonly name: string;
  readonly title: LocatedText;
  /** Null for the ruler's default interval. */
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

/** @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
const GROUP_KEYS = ["name", "interval", "query_offset", "limit", "labels", "rules"];
const RULE_KEYS = ["alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"];

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/metric.go (LegacyValidation) */
const ANNOTATION_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = /^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

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
  const document = parseDocument(text, { version: "1.1", prettyErrors: false });
  const errors = document.errors.filter((error) => !isEmptyDocument(error, text));
  const problems = [...errors.map((error) => syntaxProblem(error, source)), ...danglingAliases(document, source)];
  const root = new RuleNode(document.contents, document, source);
  const isBroken = problems.length > errors.length || errors.some(({ code }) => code !== "MULTIPLE_DOCS");
  const groups = isBroken ? [] : readGroups(root, problems);
  return { name, path, text, groups, problems };
}

/** The ruler reads only the first document. Ignoring an empty one after a final "---" loses nothing. */
function isEmptyDocument({ code, pos: [from] }: YAMLError, text: string): boolean {
  const [marker = "", ...rest] = text.slice(from).split("\n");
  return code === "MULTIPLE_DOCS" && /^---\s*(#|$)/.test(marker) && rest.every((line) => /^\s*(#|$)/.test(line));
}

function syntaxProblem({ pos: [from, to], message, code }: YAMLError, source: SourceText): RuleFileProblem {
  const location = source.location(from, to);
  if (code === "MULTIPLE_DOCS") {
    return { location, got: "a second document, which the ruler ignores", remedy: "move it to a separate file" };
  }
  const remedy = "fix the YAML on this line; indent every line of a block by the same number of spaces";
  return { location, got: message.split("\n")[0] ?? code, remedy };
}

/** The yaml package accepts an alias without an anchor; Go's parser rejects it. */
function danglingAliases(document: Document, source: SourceText): readonly RuleFileProblem[] {
  const problems: RuleFileProblem[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const [from = 0, to = from] = alias.range ?? [];
      const remedy = `write the value itself, or define the anchor &${alias.source} above`;
      problems.push({
        location: source.location(from, to),
        got: `an alias *${alias.source} without an anchor`,
        remedy,
      });
    },
  });
  return problems;
}

function readGroups(root: RuleNode, problems: RuleFileProblem[]): readonly RuleGroup[] {
  const entries = root.entries();
  if (entries === null) return rejected(problems, root, "a document that isn't a YAML mapping", FILE_REMEDY);
  for (const { key } of entries.filter((entry) => entry.key.value !== "groups")) {
    problems.push({ location: key.location(), got: `the top-level key "${key.value}"`, remedy: FILE_REMEDY });
  }
  const groups = entries.find(({ key }) => key.value === "groups")?.value;
  const items = groups?.items() ?? [];
  if (items.length === 0) return rejected(problems, groups ?? root, "no rule groups", groupsRemedy(groups));
  return items.flatMap((item) => readGroup(item, problems));
}

function groupsRemedy(groups: RuleNode | undefined): string {
  const isMapping = groups?.entries() != null;
  return isMapping ? 'make it a list: start each group with a dash, as in "- name: errors"' : FILE_REMEDY;
}

function readGroup(node: RuleNode, problems: RuleFileProblem[]): readonly RuleGroup[] {
  const entries = node.entries() ?? [];
  const title = entries.find(({ key }) => key.value === "name")?.value.text();
  if (title === undefined || title.value === "") return rejected(problems, node, "a group without a name", FILE_REMEDY);
  const owner = `group "${title.value}"`;
  const fields = new Fields(entries, owner, problems);
  fields.rejectUnknownKeys(GROUP_KEYS);
  fields.duration("query_offset");
  fields.rejectNonNumber("limit");
  const rules = fields.get("rules")?.items() ?? [];
  if (rules.length === 0) fields.report(title, `${owner} without a list of rules`, "add a rule, or remove the group");
  return [
    {
      name: title.value,
      title,
      interval: fields.duration("interval")?.duration ?? null,
      labels: fields.texts("labels", null),
      rules: rules.flatMap((rule) => readRule(rule, problems)),
    },
  ];
}

/** Reads a rule that has a name and an expression, even if other fields are invalid. */
function readRule(node: RuleNode, problems: RuleFileProblem[]): readonly Rule[] {
  const entries = node.entries();
  if (entries === null) return rejected(problems, node, "a rule that isn't a mapping", RULE_REMEDY);
  const unnamed = new Fields(entries, "a rule", problems);
  for (const key of ["alert", "record", "expr"]) unnamed.rejectNonText(key);
  const kind = unnamed.text("alert") === null ? "record" : "alert";
  const title = unnamed.text(kind);
  if (title === null) return rejected(problems, node, "a rule without alert or record", RULE_REMEDY);
  const fields = new Fields(entries, `rule "${title.value}"`, problems);
  fields.rejectUnknownKeys(RULE_KEYS);
  fields.duration("keep_firing_for");
  const rest = {
    for: fields.duration("for"),
    labels: fields.texts("labels", LABEL_NAME),
    annotations: fields.texts("annotations", ANNOTATION_NAME),
  };
  const rule = { kind, name: title.value, title, ...rest } as const;
  rejectMixedKinds(rule, fields);
  const expr = fields.text("expr");
  if (expr !== null) return [{ ...rule, expr }];
  fields.report(title, `rule "${title.value}" without expr`, "write the query under expr");
  return [];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (validateRule) */
function rejectMixedKinds(rule: Omit<Rule, "expr">, fields: Fields): void {
  const owner = `rule "${rule.name}"`;
  if (rule.kind === "alert") {
    const record = fields.text("record");
    if (record !== null) fields.report(record, `${owner} with both alert and record`, "split it into two rules");
    return;
  }
  if (!METRIC_NAME.test(rule.name)) {
    const remedy = "use letters, digits, underscores and colons, such as level:errors:rate5m";
    fields.report(rule.title, `a recording rule named ${quoted(rule.name)}`, remedy);
  }
  const [annotation] = rule.annotations;
  if (annotation !== undefined) {
    const remedy = "remove them: only alerts have annotations";
    fields.report(annotation.title, `recording ${owner} with annotations`, remedy);
  }
  if (rule.for !== null && rule.for.duration.toSeconds() > 0) {
    fields.report(rule.for.text, `recording ${owner} with for`, "remove it: only alerts wait before they fire");
  }
}

function rejected(problems: RuleFileProblem[], node: RuleNode, got: string, remedy: string): readonly [] {
  problems.push({ location: node.text().location(), got, remedy });
  return [];
}
