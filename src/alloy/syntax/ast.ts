import { quote } from "./quote";

/**
 * The part of Alloy's syntax that pipelines need, as data.
 * @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/
 */

/** An expression that is no literal: a reference to a component's export, or a call of the standard library. */
export class Expression {
  /** Reads an environment variable. @see https://grafana.com/docs/alloy/latest/reference/stdlib/sys/ */
  static env(name: string): Expression {
    return new Expression(`sys.env(${quote(name)})`);
  }

  static concat(...parts: readonly (string | Expression)[]): Expression {
    return new Expression(parts.map((part) => (typeof part === "string" ? quote(part) : part.text)).join(" + "));
  }

  constructor(readonly text: string) {}
}

export type Value = string | number | boolean | Expression | readonly Value[] | { readonly [key: string]: Value };

export interface Attributes {
  readonly [name: string]: Value;
}

export interface Block {
  /** The block's name with its dots, such as "loki.process". */
  readonly name: string;
  /** The component's label; nested blocks have none. */
  readonly label?: string;
  /** Why the block is there; it stands above it. */
  readonly comment?: string;
  readonly attributes?: Attributes;
  readonly blocks?: readonly Block[];
}
