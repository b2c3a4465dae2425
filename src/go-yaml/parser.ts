import type { YamlEntry, YamlNode } from "./node";
import type { Tag } from "./properties";
import { ScalarText } from "./scalar-text";
import { Scanner, type Token, type TokenKind } from "./scanner";
import { YamlError, type YamlErrorKind } from "./yaml-error";

/** The first document of a text. */
export interface YamlDocument {
  /** Null if the text has no document at all. Go's parser then reports the end of the file. */
  readonly root: YamlNode | null;
  /** The offset at which the document ends. Go's parser ignores what follows. */
  readonly to: number;
}

/** The prefix of the tags that YAML defines. Their short form starts with "!!". */
const LONG = "tag:yaml.org,2002:";

/** The characters that YAML doesn't allow in a text. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads the first document of a text, as the YAML parser of Loki's ruler does.
 * @throws YamlError at the first error
 * @see https://github.com/yaml/go-yaml/blob/v3.0.4/parserc.go
 */
export function parseYaml(text: string): YamlDocument {
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden !== null) throw new YamlError("character", forbidden.index, forbidden.index + 1);
  return new Parser(new Scanner(text)).document();
}

interface Properties {
  readonly from: number;
  readonly anchor: string | null;
  readonly tag: string;
}

class Parser {
  private index = 0;
  private readonly anchors = new Map<string, YamlNode>();
  private readonly handles = new Map<string, string>();

  constructor(private readonly scanner: Scanner) {}

  document(): YamlDocument {
    const isExplicit = this.directives();
    if (this.current.kind === "end" && !isExplicit) return { root: null, to: this.current.to };
    if (this.current.kind === "document-end" && !isExplicit) throw this.error("content");
    if (this.current.kind === "document-start") this.index += 1;
    else if (isExplicit) throw this.error("document-start");
    const isEmpty = this.isAt("directive", "document-start", "document-end", "end");
    const root = isEmpty ? this.empty(this.current.from) : this.node({ isBlock: true });
    return { root, to: this.current.from };
  }

  /** Reads the directives. Returns whether a marker must start the document. */
  private directives(): boolean {
    let version: string | null = null;
    const start = this.index;
    for (; this.current.kind === "directive"; this.index += 1) {
      const { directive } = this.current;
      if (directive?.kind === "version") {
        if (version !== null || directive.version !== "1.1") throw this.error("version");
        version = directive.version;
      } else if (directive !== undefined) {
        if (this.handles.has(directive.handle)) throw this.error("directive");
        this.handles.set(directive.handle, directive.prefix);
      }
    }
    if (!this.handles.has("!")) this.handles.set("!", "!");
    if (!this.handles.has("!!")) this.handles.set("!!", LONG);
    return this.index > start || this.current.kind === "document-start";
  }

  private get current(): Token {
    return this.scanner.token(this.index);
  }

  private isAt(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.current.kind);
  }

  private error(kind: YamlErrorKind, start = this.current.from): YamlError {
    return new YamlError(kind, this.current.from, this.current.to, start);
  }

  private empty(at: number): YamlNode {
    return { kind: "scalar", from: at, to: at, tag: "", text: new ScalarText(), style: "plain" };
  }

  /** @param isIndentless whether a list may start here without more indentation than its key */
  private node({ isBlock, isIndentless = false }: { readonly isBlock: boolean; readonly isIndentless?: boolean }) {
    if (this.current.kind === "alias") return this.alias();
    const properties = this.properties();
    const { kind } = this.current;
    if (kind === "scalar") return this.scalar(properties);
    if (kind === "dash" && isIndentless) return this.list(properties, "dash");
    if (kind === "block-list" && isBlock) return this.list(properties, "block-list");
    if (kind === "block-mapping" && isBlock) return this.blockMapping(properties);
    if (kind === "list-start") return this.flowList(properties);
    if (kind === "mapping-start") return this.flowMapping(properties);
    if (properties.anchor === null && properties.tag === "") throw this.error("content");
    return this.anchored(properties, { ...this.empty(this.current.from), from: properties.from, tag: properties.tag });
  }

  private alias(): YamlNode {
    const { from, to, name = "" } = this.current;
    const target = this.anchors.get(name);
    if (target === undefined) throw this.error("alias");
    this.index += 1;
    return { kind: "alias", from, to, tag: "", name, target };
  }

  /** Reads an anchor and a tag, in either order. */
  private properties(): Properties {
    const { from } = this.current;
    let anchor: string | null = null;
    let tag: Tag | null = null;
    for (let count = 0; count < 2; count += 1) {
      if (this.current.kind === "anchor" && anchor === null) anchor = this.current.name ?? "";
      else if (this.current.kind === "tag" && tag === null) tag = this.current.tag ?? null;
      else break;
      this.index += 1;
    }
    return { from, anchor, tag: tag === null ? "" : this.fullTag(tag) };
  }

  private fullTag({ handle, suffix }: Tag): string {
    const prefix = handle === "" ? "" : this.handles.get(handle);
    if (prefix === undefined) throw this.error("tag");
    const tag = prefix + suffix;
    return tag.startsWith(LONG) ? `!!${tag.slice(LONG.length)}` : tag;
  }

  private anchored<T extends YamlNode>(properties: Properties, node: T): T {
    if (properties.anchor !== null) this.anchors.set(properties.anchor, node);
    return node;
  }

  private scalar(properties: Properties): YamlNode {
    const { to, text = new ScalarText(), style = "plain", from } = this.current;
    this.index += 1;
    return this.anchored(properties, { kind: "scalar", from, to, tag: properties.tag, text, style });
  }

  private list(properties: Properties, start: "block-list" | "dash"): YamlNode {
    const items: YamlNode[] = [];
    const node = this.anchored(properties, this.collection(properties, { kind: "list", items, isFlow: false }));
    const isIndentless = start === "dash";
    if (!isIndentless) this.index += 1;
    while (this.current.kind === "dash") {
      const { to } = this.current;
      this.index += 1;
      const isEmpty = this.isAt("dash", "block-end") || (isIndentless && this.isAt("key", "value"));
      items.push(isEmpty ? this.empty(to) : this.node({ isBlock: true }));
    }
    return isIndentless ? this.closed(node) : this.closeBlock("dash", node);
  }

  private blockMapping(properties: Properties): YamlNode {
    const entries: YamlEntry[] = [];
    const node = this.anchored(properties, this.collection(properties, { kind: "mapping", entries, isFlow: false }));
    this.index += 1;
    while (this.current.kind === "key") {
      const key = this.blockPart();
      const value = this.isAt("value") ? this.blockPart() : this.empty(this.current.from);
      entries.push({ key, value });
    }
    return this.closeBlock("key", node);
  }

  /** Reads a key or value of a mapping, after its token. */
  private blockPart(): YamlNode {
    const { to } = this.current;
    this.index += 1;
    if (this.isAt("key", "value", "block-end")) return this.empty(to);
    return this.node({ isBlock: true, isIndentless: true });
  }

  private flowList(properties: Properties): YamlNode {
    const items: YamlNode[] = [];
    const node = this.anchored(properties, this.collection(properties, { kind: "list", items, isFlow: true }));
    this.flowItems("list-end", () => items.push(this.isAt("key") ? this.pair() : this.node({ isBlock: false })));
    return this.closed(node);
  }

  private flowMapping(properties: Properties): YamlNode {
    const entries: YamlEntry[] = [];
    const node = this.anchored(properties, this.collection(properties, { kind: "mapping", entries, isFlow: true }));
    this.flowItems("mapping-end", () => entries.push(this.flowEntry("mapping-end")));
    return this.closed(node);
  }

  /** A collection whose end isn't known yet. An alias inside of it can already refer to it. */
  private collection<T extends object>({ tag }: Properties, parts: T) {
    const { from } = this.current;
    return { ...parts, from, to: from, tag };
  }

  private closed<T extends { to: number }>(node: T): T {
    let last = this.index - 1;
    while (last > 0 && this.scanner.token(last).kind === "block-end") last -= 1;
    node.to = this.scanner.token(last).to;
    return node;
  }

  private closeBlock<T extends { from: number; to: number }>(expected: "dash" | "key", node: T): T {
    if (this.current.kind !== "block-end") throw this.error(expected, node.from);
    this.index += 1;
    return this.closed(node);
  }

  /** Reads the items up to the closing bracket, separated by commas. */
  private flowItems(close: "list-end" | "mapping-end", read: () => void): void {
    const { from } = this.current;
    this.index += 1;
    for (let isFirst = true; this.current.kind !== close; isFirst = false) {
      if (!isFirst) {
        if (this.current.kind !== "comma") throw this.error("comma", from);
        this.index += 1;
        if (this.isAt(close)) break;
      }
      read();
    }
    this.index += 1;
  }

  private flowEntry(close: TokenKind): YamlEntry {
    if (this.current.kind !== "key") {
      const key = this.node({ isBlock: false });
      return { key, value: this.empty(this.current.from) };
    }
    this.index += 1;
    const key = this.isAt("value", "comma", close) ? this.empty(this.current.from) : this.node({ isBlock: false });
    return { key, value: this.flowValue(close) };
  }

  private flowValue(close: TokenKind): YamlNode {
    if (this.current.kind !== "value") return this.empty(this.current.from);
    this.index += 1;
    return this.isAt("comma", close) ? this.empty(this.current.from) : this.node({ isBlock: false });
  }

  /** A mapping with one entry, in a list and without braces. */
  private pair(): YamlNode {
    const { from } = this.current;
    const entry = this.pairEntry();
    return { kind: "mapping", from, to: this.current.from, tag: "", entries: [entry], isFlow: true };
  }

  private pairEntry(): YamlEntry {
    this.index += 1;
    if (!this.isAt("value", "comma", "list-end")) {
      const key = this.node({ isBlock: false });
      return { key, value: this.flowValue("list-end") };
    }
    const key = this.empty(this.current.from);
    // Go skips this token, whatever it is.
    this.index += 1;
    return { key, value: this.flowValue("list-end") };
  }
}
