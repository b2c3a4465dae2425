import type { Names } from "../cause";
import type { Source } from "./source";

/** What kubectl and Helm read by themselves. */
const READ_BY_THEMSELVES: readonly (string | null)[] = ["KUBECONFIG", null];

/**
 * The kubectl and the Helm that ask the same cluster from the same shell: pasted as they are, they must not reach another.
 * @param current the context that both take by themselves
 */
export function toolsFor({ named, files }: Source, context: string, current: string): Names {
  const file = READ_BY_THEMSELVES.includes(named) ? [] : ["--kubeconfig", ...files];
  const flags = (flag: string) => (context === current ? [] : [flag, context]);
  return {
    kubectl: commandLine("kubectl", [...file, ...flags("--context")]),
    helm: commandLine("helm", [...file, ...flags("--kube-context")]),
  };
}

export function commandLine(program: string, args: readonly string[]): string {
  return [program, ...args.map(quoted)].join(" ");
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
