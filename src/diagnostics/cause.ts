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

/** What stands for the placeholders of a cause, `namespace` for `<namespace>`, and for commands, `kubectl` for the word. */
export type Names = Readonly<Record<string, string>>;

/** The cause with its placeholders filled in, and its commands aimed at the cluster; what nobody knows stays. */
export function filled({ cause, next }: Cause, names: Names): Cause {
  return { cause: fill(cause, names), next: filledCommand(next, names) };
}

/** A text with its placeholders filled in, and its commands aimed at the cluster. */
export function filledCommand(text: string, names: Names): string {
  return aimed(fill(text, names), names);
}

function fill(text: string, names: Names): string {
  return text.replace(/<([a-z-]+)>/g, (placeholder, name: string) => names[name] ?? placeholder);
}

/** A command where one may stand: not the "helm" of "owner=helm". */
const COMMAND = /(?<![\w=./-])(?:kubectl|oc|helm|npm run (?:verify|preflight)(?: --)?)(?=$|[\s`])/g;

function aimed(text: string, names: Names): string {
  return text.replace(COMMAND, (command) => names[command.replace(/ --$/, "")] ?? command);
}
