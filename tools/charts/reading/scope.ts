import { ANYTHING, union, type Value } from "./value";

/** The variables of a template at one place, and its dot. */
export class Scope {
  private readonly variables: Map<string, Value>;

  constructor(
    readonly dot: Value,
    private readonly parent: Scope | null = null,
  ) {
    this.variables = new Map(parent === null ? [["$", dot]] : []);
  }

  inner(dot: Value = this.dot): Scope {
    return new Scope(dot, this);
  }

  declare(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  /** Branches are all read: a variable is then what any of them makes of it. */
  assign(name: string, value: Value): void {
    const known = this.variables.get(name);
    if (known !== undefined) this.variables.set(name, union(known, value));
    else this.parent?.assign(name, value);
  }

  value(name: string): Value {
    return this.variables.get(name) ?? this.parent?.value(name) ?? ANYTHING;
  }
}
