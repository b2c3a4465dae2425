import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { LocatedText } from "./located-text";
import type { SourceText } from "./source-text";

/** A key of a mapping with its value, of which an alias has been followed. */
export interface Entry {
  readonly key: LocatedText;
  readonly value: RuleNode;
}

/** A node of a rule file, read as Go's YAML reads it into texts, lists and mappings. */
export class RuleNode {
  constructor(
    private readonly node: unknown,
    private readonly document: Document,
    private readonly source: SourceText,
  ) {}

  /** Whether nothing was written: Go leaves the field as if it weren't there. */
  get isNull(): boolean {
    const node = this.target();
    return node === null || (isScalar(node) && node.value === null);
  }

  /** The items of a list, or null where it is none. */
  items(): readonly RuleNode[] | null {
    const node = this.target();
    return isSeq(node) ? node.items.map((item) => new RuleNode(item, this.document, this.source)) : null;
  }

  /** The entries of a mapping, merged ones last, or null where it is none. */
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

  /** A text as Go reads any scalar into one; a list or mapping has none. */
  text(): LocatedText {
    const node = this.target();
    const [from, to] = this.range();
    return new LocatedText(isScalar(node) ? written(node) : "", this.source, from, to);
  }

  get isText(): boolean {
    return isScalar(this.target());
  }

  /** Go's YAML knows no numbers of base 60, such as 12:30. */
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

/** Go reads a number or flag into a text as it was written. */
function written(node: { readonly value: unknown; readonly type?: unknown; readonly source?: string }): string {
  if (node.value === null) return "";
  return node.type === "PLAIN" ? (node.source ?? String(node.value)) : String(node.value);
}
