import { delimiter } from "node:path";
import { isReadByKubectl, type KubeconfigSource } from "./kubeconfig";

/** Command lines that reach this cluster from the user's shell. */
export type Tools = Readonly<Record<"kubectl" | "oc" | "helm", string>>;

/**
 * Returns the command lines of kubectl, oc and Helm with the flags that they need to reach this cluster. A command that
 * the user pastes must never reach another one.
 * @param current the context that the tools use without a flag
 */
export function toolsFor(source: KubeconfigSource, context: string, current: string): Tools {
  const flags = (flag: string) => (context === current ? [] : [flag, context]);
  return {
    kubectl: commandLine(withFiles("kubectl", source), flags("--context")),
    oc: commandLine(withFiles("oc", source), flags("--context")),
    helm: commandLine(withFiles("helm", source), flags("--kube-context")),
  };
}

/** Sets KUBECONFIG for several files, because --kubeconfig takes only one. */
function withFiles(program: string, source: KubeconfigSource): string {
  if (isReadByKubectl(source)) return program;
  const [file = "", ...others] = source.files;
  if (others.length === 0) return commandLine(program, ["--kubeconfig", file]);
  return `KUBECONFIG=${shellQuote(source.files.join(delimiter))} ${program}`;
}

/** @param program a command, already quoted for a shell */
export function commandLine(program: string, args: readonly string[]): string {
  return [program, ...args.map(shellQuote)].join(" ");
}

/** Quotes a word for a POSIX shell. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
