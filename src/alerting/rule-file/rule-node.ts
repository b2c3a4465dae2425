import { isNullScalar, type Resolved, resolveScalar, type YamlMapping, type YamlNode } from "../../go-yaml";
import { LocatedText, type SourceText } from "./located-text";

/** A key of a mapping and its value. */
export interface Entry {
  readonly key: LocatedText;
  readonly value: RuleNode;
}

/** The largest number that Go stores in a field such as "limit". */
const LARGEST = 2 ** 63;

/** A YAML node in a rule file, as Go's decoder reads it: as a text, list or mapping. */
export class RuleNode {
  private readonly target: YamlNode;

  constructor(
    private readonly node: YamlNode,
    private readonly source: SourceText,
  ) {
    this.target = node.kind === "alias" ? node.target : node;
  }

  /** Whether the node has no value. Go treats such a field as unset, and leaves such an item out of a list. */
  get isNull(): boolean {
    return this.target.kind === "scalar" && isNullScalar(this.target);
  }

  get isText(): boolean {
    return this.target.kind === "scalar";
  }

  get isMapping(): boolean {
    return this.target.kind === "mapping";
  }

  /** Returns the items of a list; null if the node isn't one. */
  items(): readonly RuleNode[] | null {
    if (this.target.kind !== "list") return null;
    return this.target.items.map((item) => new RuleNode(item, this.source)).filter(({ isNull }) => !isNull);
  }

  /** Returns the entries of a mapping, those that it merges last; null if the node isn't a mapping. */
  entries(): readonly Entry[] | null {
    if (this.target.kind !== "mapping") return null;
    const entries = new Map<string, Entry>();
    this.addEntries(this.target, entries);
    return [...entries.values()];
  }

  /** Returns whether a mapping has a key, other than by merging. */
  hasOwn(name: string): boolean {
    if (this.target.kind !== "mapping") return false;
    return this.target.entries.some(({ key }) => key.kind === "scalar" && key.text.value === name);
  }

  /** Returns the text of a scalar of any type; empty for a list or mapping. */
  text(): LocatedText {
    const { from, to } = this.target;
    if (this.target.kind !== "scalar") return new LocatedText("", this.source, from, to);
    const { text, style, tag } = this.target;
    // A null is an empty text. Only a binary value differs from what is written.
    const resolved = tag === "!!binary" ? this.resolved : null;
    const value = this.isNull ? "" : resolved?.kind === "text" ? resolved.text : text.value;
    const isWritten = value === text.value;
    return new LocatedText(
      value,
      this.source,
      from,
      style === "plain" ? to : Math.max(from, to),
      isWritten ? text : null,
    );
  }

  /** The number that Go stores in a field for whole numbers; null if it rejects the value. */
  get wholeNumber(): number | null {
    const resolved = this.resolved;
    return resolved?.kind === "number" && resolved.value <= LARGEST ? Math.trunc(resolved.value) : null;
  }

  /** The location of an alias is that of its use. */
  location() {
    return this.source.location(this.node.from, this.node.to);
  }

  private get resolved(): Resolved | null {
    return this.target.kind === "scalar" ? resolveScalar(this.target) : null;
  }

  /** An own key hides a merged one, and the first of several merged mappings hides the others. */
  private addEntries({ entries }: YamlMapping, all: Map<string, Entry>): void {
    for (const { key, value } of entries) {
      const name = new RuleNode(key, this.source);
      if (isMergeKey(key) || name.isNull) continue;
      const text = name.text();
      if (!all.has(text.value)) all.set(text.value, { key: text, value: new RuleNode(value, this.source) });
    }
    for (const { value } of entries.filter(({ key }) => isMergeKey(key))) {
      for (const mapping of mergedMappings(value)) this.addEntries(mapping, all);
    }
  }
}

/** Whether a key merges its value into the mapping. A quoted one doesn't. */
export function isMergeKey(key: YamlNode): boolean {
  const isUntagged = key.tag === "" || key.tag === "!" || key.tag === "!!merge";
  return key.kind === "scalar" && key.text.value === "<<" && key.style === "plain" && isUntagged;
}

/** Returns the mappings that a merge key merges. */
function mergedMappings(value: YamlNode): readonly YamlMapping[] {
  const target = value.kind === "alias" ? value.target : value;
  if (target.kind === "mapping") return [target];
  if (target.kind !== "list" || value.kind === "alias") return [];
  return target.items.flatMap((item) => (item.kind === "list" ? [] : mergedMappings(item)));
}
