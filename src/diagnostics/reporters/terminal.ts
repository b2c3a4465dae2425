type Paint = (text: string) => string;

export interface Colors {
  readonly good: Paint;
  readonly bad: Paint;
  readonly warning: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

const unpainted: Paint = (text) => text;

/** For files, pipes, and users who set NO_COLOR. */
export const PLAIN: Colors = {
  good: unpainted,
  bad: unpainted,
  warning: unpainted,
  faint: unpainted,
  strong: unpainted,
};

/** The library of task lists, an ES module. */
type Tasks = typeof import("listr2");

/** A terminal with a user in front of it. */
export interface Terminal {
  readonly tasks: Tasks;
  readonly colors: Colors;
}

/** Null if the output goes to a file or a program, or if the library is not installed. */
export async function findTerminal(): Promise<Terminal | null> {
  if (!process.stdout.isTTY) return null;
  const tasks = await import("listr2").catch(() => null);
  return tasks && { tasks, colors: colorsOf(tasks) };
}

/** The library's colors respect NO_COLOR. */
function colorsOf({ color }: Tasks): Colors {
  return { good: color.green, bad: color.red, warning: color.yellow, faint: color.dim, strong: color.bold };
}
