import { delimiter } from "node:path";
import type { Names } from "../diagnostics/cause";
import { OF_KUBECTL, type Source } from "./source";

/**
 * The kubectl, the oc and the Helm that ask the same cluster from the same shell: pasted as they are, they must not reach another.
 * @param current the context that all take by themselves
 */
export function toolsFor(source: Source, context: string, current: string): Names {
  const flags = (flag: string) => (context === current ? [] : [flag, context]);
  return {
    kubectl: commandLine(withFiles("kubectl", source), flags("--context")),
    oc: commandLine(withFiles("oc", source), flags("--context")),
    helm: commandLine(withFiles("helm", source), flags("--kube-context")),
  };
}

/** Their flag takes one file. */
function withFiles(program: string, { named, files }: Source): string {
  if (OF_KUBECTL.includes(named)) return program;
  const [file = "", ...others] = files;
  if (others.length === 0) return commandLine(program, ["--kubeconfig", file]);
  return `KUBECONFIG=${quoted(files.join(delimiter))} ${program}`;
}

/** @param program a command, as a shell takes it */
export function commandLine(program: string, args: readonly string[]): string {
  return [program, ...args.map(quoted)].join(" ");
}

/** As a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
