/** Names of labels that series or lines may carry: those that are known, and any others where they can't be. */
export class LabelSet {
  static readonly none = new LabelSet([], false);
  static readonly any = new LabelSet([], true);

  readonly names: ReadonlySet<string>;

  constructor(
    names: Iterable<string>,
    /** Whether there may be others. */
    readonly open = false,
  ) {
    this.names = new Set(names);
  }

  /** Whether a label may be there. Loki's own, such as __error__, come and go. */
  mayHave(name: string): boolean {
    return this.open || this.names.has(name) || name.startsWith("__");
  }

  with(names: readonly string[]): LabelSet {
    return new LabelSet([...this.names, ...names], this.open);
  }

  /** Without labels of these names; of the unknown ones they may have been some. */
  without(names: readonly string[]): LabelSet {
    return new LabelSet(
      [...this.names].filter((name) => !names.includes(name)),
      this.open,
    );
  }

  only(names: readonly string[]): LabelSet {
    return new LabelSet(names.filter((name) => this.mayHave(name)));
  }

  or(other: LabelSet): LabelSet {
    return new LabelSet([...this.names, ...other.names], this.open || other.open);
  }

  opened(): LabelSet {
    return new LabelSet(this.names, true);
  }
}
