import type { ListrTask, ListrTaskWrapper } from "listr2";
import type { Cluster } from "../../kube/cluster";
import type { Diagnostic } from "../diagnostic";
import { detailOf, type Result } from "../outcome";
import type { Runner } from "../runner";
import type { Colors, Terminal } from "./terminal";

interface ClusterRun<Context> {
  readonly cluster: Pick<Cluster, "context">;
  readonly runner: Pick<Runner<Context>, "result">;
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, "title" | "skip">;

/** Shows the diagnostics while they run, those of several clusters below their names. Clears them at the end. */
export async function showProgress<Context>(
  { tasks, colors }: Terminal,
  diagnostics: readonly Diagnostic<Context>[],
  runs: readonly ClusterRun<Context>[],
): Promise<void> {
  const lists = runs.map(({ cluster, runner }) => ({
    title: cluster.context,
    list: diagnostics.map((diagnostic) => taskOf(diagnostic, runner, colors)),
  }));
  const [only, ...others] = lists;
  const all: ListrTask[] =
    only !== undefined && others.length === 0
      ? only.list
      : lists.map(({ title, list }) => ({ title, task: (_, task) => task.newListr(list) }));
  await new tasks.Listr(all, {
    concurrent: true,
    exitOnError: false,
    // The library's own listeners end the program before the cleanup.
    registerSignalListeners: false,
    rendererOptions: {
      clearOutput: true,
      collapseSubtasks: false,
      formatOutput: "truncate",
      color: { SKIPPED_WITH_COLLAPSE: colors.faint },
    },
  }).run();
}

function taskOf<Context>(
  diagnostic: Diagnostic<Context>,
  runner: ClusterRun<Context>["runner"],
  colors: Colors,
): ListrTask {
  return { title: diagnostic.title, task: async (_, task) => show(await runner.result(diagnostic), task, colors) };
}

/** @throws Error for a failure, which the list shows as such */
function show(result: Result, task: Task, colors: Colors): void {
  const text = `${result.title}  ${detailOf(result)}`;
  switch (result.outcome.status) {
    case "pass":
      task.title = `${result.title}  ${colors.faint(detailOf(result))}`;
      return;
    case "warn":
      task.title = colors.warning(text);
      return;
    case "fail":
      throw new Error(text);
    default:
      task.skip(colors.faint(text));
  }
}
