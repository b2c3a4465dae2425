/** Why a link may be broken, and what to do next. */
export interface Cause {
  /** One sentence. */
  readonly cause: string;
  /**
   * The command or change that comes next. Names of this installation are written as `<namespace>`, and filled in where
   * they are known.
   */
  readonly next: string;
}

/** What stands for the placeholders of a cause: `namespace` for `<namespace>`, and `kubectl` for the word. */
export type Names = Readonly<Record<string, string>>;

/** The cause with its placeholders filled in; those that nobody knows stay. */
export function filled({ cause, next }: Cause, names: Names): Cause {
  return {
    cause: fill(cause, names),
    next: fill(next, names).replaceAll(/\bkubectl\b/g, names["kubectl"] ?? "kubectl"),
  };
}

function fill(text: string, names: Names): string {
  return text.replace(/<([a-z-]+)>/g, (placeholder, name: string) => names[name] ?? placeholder);
}
