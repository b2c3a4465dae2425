import { LineCounter, parseDocument, type YAMLError } from "yaml";
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
  const document = parseDocument(text, { version: "1.1", prettyErrors: false, lineCounter: new LineCounter() });
  const problems: FormProblem[] = document.errors.map((error) => unreadable(error, source));
  const root = new RuleNode(document.contents, document, source);
  const groups = document.errors.length > 0 ? [] : readGroups(root, problems);
  return { name, path, text, groups, problems };
}

function unreadable({ pos: [from, to], message, code }: YAMLError, source: SourceText): FormProblem {
  if (code === "MULTIPLE_DOCS") {
    const remedy = "move them into a file of their own";
    return { place: source.place(from, to), got: "a second document, which the ruler doesn't read", remedy };
  }
  const remedy = "mend the file at this line; every line of a block is indented by the same number of blanks";
  return { place: source.place(from, to), got: message.split("\n")[0] ?? code, remedy };
}

function readGroups(root: RuleNode, problems: FormProblem[]): readonly RuleGroup[] {
  const entries = root.entries();
  if (entries === null) return refused(problems, root, "no YAML mapping");
  for (const { key } of entries.filter((entry) => entry.key.value !== "groups")) {
    problems.push({ place: key.place(), got: `a key "${key.value}" at the top`, remedy: FORM });
  }
  const groups = entries.find(({ key }) => key.value === "groups")?.value;
  const items = groups?.items() ?? [];
  if (items.length === 0) return refused(problems, groups ?? root, "no list of groups");
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
  fields.count("limit");
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

function refused(problems: FormProblem[], at: RuleNode, got: string): readonly [] {
  problems.push({ place: at.text().place(), got, remedy: FORM });
  return [];
}
