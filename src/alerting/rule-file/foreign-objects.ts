import type { LocatedText, RuleFileProblem } from "./located-text";
import type { Entry, RuleNode } from "./rule-node";

/** What a file contains instead of groups, and how to get the groups out of it. */
type Foreign = Pick<RuleFileProblem, "got" | "remedy">;

const EXPECTED = "a file whose top-level key is groups";

/** Returns the one problem of a file that contains rules of another program or in another form; null for any other file. */
export function foreignObject(root: RuleNode): RuleFileProblem | null {
  const foreign = root.items() === null ? ofMapping(root) : ofList(root.items() ?? []);
  return foreign === null ? null : { location: start(root).location(), expected: EXPECTED, ...foreign };
}

function start(root: RuleNode): LocatedText {
  return root.entries()?.[0]?.key ?? root.items()?.[0]?.entries()?.[0]?.key ?? root.text();
}

function keysOf(node: RuleNode): readonly string[] {
  return node.entries()?.map(({ key }) => key.value) ?? [];
}

function child(node: RuleNode | undefined, key: string): RuleNode | undefined {
  return node?.entries()?.find((entry) => entry.key.value === key)?.value;
}

function textOf(node: RuleNode | undefined): string {
  return node?.isText === true ? node.text().value : "";
}

function ofList(items: readonly RuleNode[]): Foreign | null {
  const [first] = items;
  const keys = first === undefined ? [] : keysOf(first);
  if (keys.includes("rules")) {
    return { got: "a list of groups", remedy: 'write the line "groups:" above the list' };
  }
  if (!isRule(keys)) return null;
  return {
    got: "a list of rules",
    remedy:
      'write the lines "groups:", "- name: my-rules" and "  rules:" above the list, and indent the list by two spaces',
  };
}

function isRule(keys: readonly string[]): boolean {
  return keys.includes("expr") || (keys.includes("alert") && !keys.includes("groups")) || keys.includes("record");
}

function ofMapping(root: RuleNode): Foreign | null {
  const keys = keysOf(root);
  const kind = textOf(child(root, "kind"));
  if (isOfGrafana(root, keys)) return GRAFANA;
  if (kind !== "") return ofKind(kind, root);
  if (keys.includes("groups")) return rulesAsGroups(child(root, "groups")?.items() ?? []);
  if (keys.includes("rules")) {
    const remedy =
      'write the line "groups:" above it, put "- " before its first key, and indent the other lines by two spaces';
    return { got: "a single group", remedy };
  }
  if (isRule(keys)) {
    const remedy =
      'write the lines "groups:", "- name: my-rules" and "  rules:" above it; put "  - " before its first key, and four spaces before each other line';
    return { got: "a single rule", remedy };
  }
  return ofProgram(keys) ?? nested(root);
}

function rulesAsGroups(items: readonly RuleNode[]): Foreign | null {
  const isRuleOnly = (item: RuleNode) => isRule(keysOf(item)) && !keysOf(item).includes("rules");
  if (items.length === 0 || !items.every(isRuleOnly)) return null;
  const remedy =
    'write the lines "  - name: my-rules" and "    rules:" below groups:, and indent the list of rules by four more spaces';
  return { got: "rules directly below groups, without a group", remedy };
}

const GRAFANA: Foreign = {
  got: "alert rules in Grafana's own format, which Grafana evaluates and not Loki",
  remedy:
    "move the file out of the directory; to let Loki evaluate a rule, write its query as expr of a rule with alert",
};

const GRAFANA_KEYS = ["contactPoints", "policies", "muteTimes", "deleteRules", "deleteContactPoints"];

function isOfGrafana(root: RuleNode, keys: readonly string[]): boolean {
  if (GRAFANA_KEYS.some((key) => keys.includes(key))) return true;
  if (/^Grafana/.test(textOf(child(root, "kind")))) return true;
  const groups = child(root, "groups")?.items() ?? [];
  const rules = groups.flatMap((group) => child(group, "rules")?.items() ?? []);
  return rules.some((rule) => rule.hasOwn("data") && !rule.hasOwn("expr"));
}

function ofKind(kind: string, root: RuleNode): Foreign {
  const object = `a Kubernetes object of kind ${kind}`;
  if (kind === "ConfigMap" || kind === "Secret") return ofConfigMap(object, root);
  if (kind === "List" || kind.endsWith("List")) {
    const remedy =
      "write a file per item, with the groups below the item's spec, and without apiVersion, kind and metadata";
    return { got: `${object}, with ${child(root, "items")?.items()?.length ?? 0} items`, remedy };
  }
  if (child(root, "groups") !== undefined) {
    const others = keysOf(root).filter((key) => key !== "groups");
    return { got: `${object} with groups`, remedy: `delete ${others.join(", ")}, and keep groups` };
  }
  const spec = child(root, "spec");
  if (child(spec, "groups") === undefined) {
    return { got: `${object}, which contains no groups`, remedy: "move the file out of the directory" };
  }
  const others = keysOf(root).filter((key) => key !== "spec");
  const inSpec = keysOf(spec ?? root).filter((key) => key !== "groups");
  const remedy = `keep only groups and what is below it, and indent it so that groups has no spaces before it; delete ${[...others, "spec", ...inSpec.map((key) => `spec.${key}`)].join(", ")}`;
  return { got: object, remedy };
}

function ofConfigMap(object: string, root: RuleNode): Foreign {
  const key = child(root, "data") === undefined ? "stringData" : "data";
  const names = keysOf(child(root, key) ?? root);
  const [name = ""] = names;
  const file = /\.ya?ml$/.test(name) ? name : `${name.replace(/\.[^.]*$/, "")}.yaml`;
  const remedy =
    names.length === 1
      ? `save the text below ${key}: ${name} as the file ${file}, without its indentation, and delete this object`
      : `save the text below each of ${names.join(", ")} as a file of its own, without its indentation, and delete this object`;
  return { got: object, remedy };
}

/** Files of other programs, by keys that only they have. */
const PROGRAMS: readonly (readonly [program: string, keys: readonly string[]])[] = [
  ["a unit test of promtool", ["tests", "rule_files"]],
  ["a configuration of Prometheus", ["scrape_configs", "rule_files", "remote_write"]],
  ["a configuration of Alertmanager", ["receivers", "route"]],
  ["a fixture of a rule", ["fires", "silent"]],
];

function ofProgram(keys: readonly string[]): Foreign | null {
  const program = PROGRAMS.find(([, own]) => own.some((key) => keys.includes(key)))?.[0];
  if (program === undefined) return null;
  const where = program.includes("fixture") ? "into the folder fixtures" : "out of the directory";
  return { got: program, remedy: `move the file ${where}` };
}

/** The deepest level at which Helm values contain groups. */
const DEEPEST = 6;

/** Finds groups below other keys, as in Helm values. */
function nested(root: RuleNode): Foreign | null {
  const path = pathToGroups(root, DEEPEST);
  if (path === null) return null;
  const isText = path.at(-1) !== "groups";
  const [outer = ""] = path;
  const got = `groups below ${path.slice(0, isText ? undefined : -1).join(" > ")}, as in Helm values`;
  const remedy = isText
    ? `keep only the text below ${path.at(-1)}, without its indentation`
    : `keep only groups and what is below it, and indent it so that groups has no spaces before it; delete ${outer}`;
  return { got, remedy };
}

function pathToGroups(node: RuleNode, depth: number): readonly string[] | null {
  for (const { key, value } of node.entries() ?? []) {
    if (isGroups(key.value, value)) return [key.value];
    const below = depth > 0 && value.isMapping ? pathToGroups(value, depth - 1) : null;
    if (below !== null) return [key.value, ...below];
  }
  return null;
}

function isGroups(key: string, value: Entry["value"]): boolean {
  if (value.isText) return /^groups:\s*(?:\n|$)/m.test(value.text().value);
  return key === "groups" && (value.items()?.some(({ isMapping }) => isMapping) ?? false);
}
