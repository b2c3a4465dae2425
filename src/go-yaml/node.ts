import type { ScalarText } from "./scalar-text";
import type { ScalarStyle } from "./scanner";

interface NodeBase {
  readonly from: number;
  readonly to: number;
  /** The tag in its short form, such as "!!str", or empty if the text has none. */
  readonly tag: string;
}

export interface YamlScalar extends NodeBase {
  readonly kind: "scalar";
  readonly text: ScalarText;
  readonly style: ScalarStyle;
}

export interface YamlList extends NodeBase {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly isFlow: boolean;
}

export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface YamlMapping extends NodeBase {
  readonly kind: "mapping";
  readonly entries: readonly YamlEntry[];
  readonly isFlow: boolean;
}

/** A use of an anchor. Its target may contain it. */
export interface YamlAlias extends NodeBase {
  readonly kind: "alias";
  readonly name: string;
  readonly target: YamlNode;
}

export type YamlNode = YamlScalar | YamlList | YamlMapping | YamlAlias;
