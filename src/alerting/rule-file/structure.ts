import { resolveScalar, type YamlMapping, type YamlNode } from "../../go-yaml";
import type { RuleFileProblem, SourceText } from "./located-text";
import { isMergeKey } from "./rule-node";

/** How many nodes Go visits to decode a node, with the contents of each alias counted at each use. */
interface Size {
  readonly nodes: number;
  /** The part of them that aliases cause. */
  readonly aliased: number;
}

const LEAF: Size = { nodes: 1, aliased: 0 };

/** Finds what Go's decoder rejects in any mapping, list or scalar. */
class Structure implements StructureReport {
  readonly problems: RuleFileProblem[] = [];
  isEndless = false;
  private readonly sizes = new Map<YamlNode, Size>();
  private readonly open = new Set<YamlNode>();

  constructor(private readonly source: SourceText) {}

  /** An alias can only refer to an earlier node, so that its target is measured unless it contains the alias. */
  measure(node: YamlNode): Size {
    if (node.kind === "scalar") return this.sizeOf(node);
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    this.open.add(node);
    const size = this.sizeOf(node);
    this.open.delete(node);
    this.sizes.set(node, size);
    return size;
  }

  private sizeOf(node: YamlNode): Size {
    if (node.kind === "scalar") {
      // Without a tag, every scalar is what it is.
      if (node.tag !== "" && resolveScalar(node) === null) this.reportTag(node, node.text.value);
      return LEAF;
    }
    if (node.kind === "alias") return this.sizeOfAlias(node.name, node.target, node);
    let size = LEAF;
    if (node.kind === "list") {
      for (const item of node.items) size = sum(size, this.measure(item));
      return size;
    }
    this.checkMapping(node);
    for (const { key, value } of node.entries) size = sum(sum(size, this.measure(key)), this.measure(value));
    return size;
  }

  private sizeOfAlias(name: string, target: YamlNode, alias: YamlNode): Size {
    if (!this.open.has(target)) {
      const { nodes } = this.measure(target);
      return { nodes: nodes + 1, aliased: nodes };
    }
    this.isEndless = true;
    this.report(alias, {
      got: `an alias *${name} inside the value with the anchor &${name}`,
      expected: "an alias of a value that doesn't contain the alias",
      remedy: "write the value itself instead of the alias",
    });
    return LEAF;
  }

  private checkMapping({ entries }: YamlMapping): void {
    const first = new Map<string, YamlNode>();
    for (const { key, value } of entries) {
      if (isMergeKey(key)) this.checkMerge(value);
      if (key.kind === "list" || key.kind === "mapping") this.reportKey(key);
      const written = key.kind === "scalar" ? key.text.value : key.kind === "alias" ? `*${key.name}` : null;
      if (written === null) continue;
      const other = first.get(written);
      if (other === undefined) first.set(written, key);
      else this.reportDuplicate(key, written, this.source.location(other.from, other.to).line);
    }
  }

  private checkMerge(value: YamlNode): void {
    const items = value.kind === "list" ? value.items : [value];
    const targets = items.map((item) => (item.kind === "alias" ? item.target : item));
    // An alias inside its own value is another problem.
    if (targets.every((target) => target.kind === "mapping" || this.open.has(target))) return;
    this.report(value, {
      got: "a merge key << with a value that isn't a mapping",
      expected: "a mapping, or a list of mappings, such as <<: *defaults",
      remedy: "merge a mapping, or remove the key",
    });
  }

  private reportKey(key: YamlNode): void {
    // A template without quotes is a mapping as a key. The reader of the field reports it.
    if (this.source.text.startsWith("{{", key.from - 1)) return;
    this.report(key, {
      got: `a key that is a ${key.kind}`,
      expected: "keys that are texts",
      remedy: "write the key as a text, in quotes if it starts with a bracket",
    });
  }

  private reportDuplicate(key: YamlNode, name: string, first: number): void {
    this.report(key, {
      got: `a second key "${name}" in the same mapping; the first is on line ${first}`,
      expected: "each key once per mapping",
      remedy: `remove one of the two, or start a new list item with a dash if they belong to two rules or groups`,
    });
  }

  private reportTag(node: YamlNode, value: string): void {
    this.report(node, {
      got: `${JSON.stringify(value)} with the tag ${node.tag}`,
      expected: `a value that ${node.tag} allows`,
      remedy: "remove the tag",
    });
  }

  private report(node: YamlNode, texts: Omit<RuleFileProblem, "location">): void {
    this.problems.push({ location: this.source.location(node.from, node.to), ...texts });
  }
}

/** Nested aliases multiply; beyond this number the exact one is irrelevant. */
const MANY = 1e15;

function sum(one: Size, other: Size): Size {
  return {
    nodes: Math.min(MANY, one.nodes + other.nodes),
    aliased: Math.min(MANY, one.aliased + other.aliased),
  };
}

export interface StructureReport {
  readonly problems: readonly RuleFileProblem[];
  /** Whether following the aliases takes forever, or too long. */
  readonly isEndless: boolean;
}

/**
 * Returns what Go's decoder rejects in any mapping, list or scalar, whatever it is for: keys that repeat, aliases that
 * contain themselves, and aliases that multiply the file.
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/decode.go
 */
export function checkStructure(root: YamlNode, source: SourceText): StructureReport {
  const structure = new Structure(source);
  const { nodes, aliased } = structure.measure(root);
  if (nodes <= 1000 || aliased <= 100 || aliased / nodes <= allowedRatio(nodes)) return structure;
  const multiplied: RuleFileProblem = {
    location: source.location(root.from, root.from),
    got: `aliases that multiply the file to ${nodes.toPrecision(2)} values, ${((100 * aliased) / nodes).toFixed(1)} % of them copies`,
    expected: `at most ${(100 * allowedRatio(nodes)).toFixed(0)} % of the values from aliases`,
    remedy: "write the rules out instead of repeating them with aliases",
  };
  return { problems: [multiplied], isEndless: true };
}

/** The larger a file is, the fewer of its values may come from aliases. */
function allowedRatio(nodes: number): number {
  const [low, high] = [400_000, 4_000_000];
  return 0.99 - 0.89 * Math.min(1, Math.max(0, (nodes - low) / (high - low)));
}
