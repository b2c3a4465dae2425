import type { ListrTask, ListrTaskWrapper } from "listr2";
import type { Cluster } from "../../kube/cluster";
import type { Link } from "../diagnostic";
import type { Result } from "../result";
import type { Walk } from "../runner";
import { figureOf } from "./figure";
import type { Colours, Terminal } from "./terminal";

interface Walked<Context> {
  readonly cluster: Pick<Cluster, "context">;
  readonly walk: Pick<Walk<Context>, "result">;
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, "title" | "skip">;

/** Shows the links while they are looked at, those of several clusters below their names, and clears them at the end. */
export async function showProgress<Context>(
  { tasks, colours }: Terminal,
  links: readonly Link<Context>[],
  walks: readonly Walked<Context>[],
): Promise<void> {
  const lists = walks.map(({ cluster, walk }) => ({
    title: cluster.context,
    list: links.map((link) => taskOf(link, walk, colours)),
  }));
  const [only, ...others] = lists;
  const all: ListrTask[] =
    only !== undefined && others.length === 0
      ? only.list
      : lists.map(({ title, list }) => ({ title, task: (_, task) => task.newListr(list) }));
  await new tasks.Listr(all, {
    concurrent: true,
    exitOnError: false,
    // It would end the program before what was made is removed.
    registerSignalListeners: false,
    rendererOptions: {
      clearOutput: true,
      collapseSubtasks: false,
      formatOutput: "truncate",
      color: { SKIPPED_WITH_COLLAPSE: colours.faint },
    },
  }).run();
}

function taskOf<Context>(link: Link<Context>, walk: Walked<Context>["walk"], colours: Colours): ListrTask {
  return { title: link.title, task: async (_, task) => show(await walk.result(link), task, colours) };
}

/** @throws what the list shows as a failure */
function show(result: Result, task: Task, colours: Colours): void {
  const text = `${result.title}  ${figureOf(result)}`;
  switch (result.outcome.status) {
    case "holds":
      task.title = `${result.title}  ${colours.faint(figureOf(result))}`;
      return;
    case "doubtful":
      task.title = colours.doubtful(text);
      return;
    case "broken":
      throw new Error(text);
    default:
      task.skip(colours.faint(text));
  }
}
