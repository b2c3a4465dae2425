type Paint = (text: string) => string;

export interface Colours {
  readonly good: Paint;
  readonly bad: Paint;
  readonly doubtful: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

const asItIs: Paint = (text) => text;

/** For files, pipes, and whoever asks for no colours. */
export const PLAIN: Colours = { good: asItIs, bad: asItIs, doubtful: asItIs, faint: asItIs, strong: asItIs };

/** The library of task lists, which is an ES module. */
type Tasks = typeof import("listr2");

/** A person who watches. */
export interface Terminal {
  readonly tasks: Tasks;
  readonly colours: Colours;
}

/** Null where the output goes to a file or a program, or where the library wasn't installed. */
export async function findTerminal(): Promise<Terminal | null> {
  if (!process.stdout.isTTY) return null;
  const tasks = await import("listr2").catch(() => null);
  return tasks && { tasks, colours: coloursOf(tasks) };
}

/** The library's own respect NO_COLOR. */
function coloursOf({ color }: Tasks): Colours {
  return { good: color.green, bad: color.red, doubtful: color.yellow, faint: color.dim, strong: color.bold };
}
