import { type Document, parseDocument, visit, type YAMLError } from "yaml";
import { Fields } from "./fields";
import { RuleNode } from "./node";
import { readRule } from "./rule";
import type { FormProblem, RuleFile, RuleGroup } from "./rule-file";
import { SourceText } from "./source-text";

/** @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
const GROUP_KEYS = ["name", "interval", "query_offset", "limit", "labels", "rules"];

const FORM = "a file has groups, each with a name and rules, each with alert (or record) and expr";

/**
 * Reads one rule file as strictly as the ruler does, with a place for whatever it finds.
 * @param path how the person finds the file
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/grouploader.go
 */
export function readRuleFile(path: string, name: string, text: string): RuleFile {
  const source = new SourceText(path, text);
  const document = parseDocument(text, { version: "1.1", prettyErrors: false });
  const errors = document.errors.filter((error) => !isEmptyDocument(error, text));
  const problems = [...errors.map((error) => unreadable(error, source)), ...danglingAliases(document, source)];
  const root = new RuleNode(document.contents, document, source);
  const isBroken = problems.length > errors.length || errors.some(({ code }) => code !== "MULTIPLE_DOCS");
  const groups = isBroken ? [] : readGroups(root, problems);
  return { name, path, text, groups, problems };
}

/** The ruler reads the first document alone; after a last "---" there is nothing that it could miss. */
function isEmptyDocument({ code, pos: [from] }: YAMLError, text: string): boolean {
  const [marker = "", ...rest] = text.slice(from).split("\n");
  return code === "MULTIPLE_DOCS" && /^---\s*(#|$)/.test(marker) && rest.every((line) => /^\s*(#|$)/.test(line));
}

function unreadable({ pos: [from, to], message, code }: YAMLError, source: SourceText): FormProblem {
  if (code === "MULTIPLE_DOCS") {
    const remedy = "move them into a file of their own";
    return { location: source.location(from, to), got: "a second document, which the ruler doesn't read", remedy };
  }
  const remedy = "mend the file at this line; every line of a block is indented by the same number of blanks";
  return { location: source.location(from, to), got: message.split("\n")[0] ?? code, remedy };
}

/** The parser takes an alias of no anchor, and Go's doesn't. */
function danglingAliases(document: Document, source: SourceText): readonly FormProblem[] {
  const problems: FormProblem[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const [from = 0, to = from] = alias.range ?? [];
      const remedy = `write what it stands for, or the anchor &${alias.source} where that stands`;
      problems.push({ location: source.location(from, to), got: `an alias *${alias.source} of no anchor`, remedy });
    },
  });
  return problems;
}

function readGroups(root: RuleNode, problems: FormProblem[]): readonly RuleGroup[] {
  const entries = root.entries();
  if (entries === null) return refused(problems, root, "no YAML mapping");
  for (const { key } of entries.filter((entry) => entry.key.value !== "groups")) {
    problems.push({ location: key.location(), got: `a key "${key.value}" at the top`, remedy: FORM });
  }
  const groups = entries.find(({ key }) => key.value === "groups")?.value;
  const items = groups?.items() ?? [];
  if (items.length === 0) return refused(problems, groups ?? root, "no list of groups", remedyFor(groups));
  return items.flatMap((item) => readGroup(item, problems));
}

function readGroup(node: RuleNode, problems: FormProblem[]): readonly RuleGroup[] {
  const entries = node.entries() ?? [];
  const title = entries.find(({ key }) => key.value === "name")?.value.text();
  if (title === undefined || title.value === "") return refused(problems, node, "a group without a name");
  const owner = `group "${title.value}"`;
  const fields = new Fields(entries, owner, problems);
  fields.refuseOthers(GROUP_KEYS);
  fields.duration("query_offset");
  fields.refuseNonNumber("limit");
  const rules = fields.get("rules")?.items() ?? [];
  if (rules.length === 0) fields.report(title, `no list of rules of ${owner}`, "give it a rule, or take it away");
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

function remedyFor(groups: RuleNode | undefined): string {
  return groups?.entries() == null ? FORM : 'make a list of it: begin each group with a dash, as in "- name: errors"';
}

function refused(problems: FormProblem[], at: RuleNode, got: string, remedy = FORM): readonly [] {
  problems.push({ location: at.text().location(), got, remedy });
  return [];
}
