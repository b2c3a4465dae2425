import type { Source } from "./source";

/** What kubectl reads by itself. */
const READ_BY_KUBECTL: readonly (string | null)[] = ["KUBECONFIG", null];

/**
 * The kubectl that asks the same cluster from the same shell.
 * @param current the context that kubectl takes by itself
 */
export function kubectlFor({ named, files }: Source, context: string, current: string): string {
  return [
    "kubectl",
    ...(READ_BY_KUBECTL.includes(named) ? [] : ["--kubeconfig", ...files]),
    ...(context === current ? [] : ["--context", context]),
  ].join(" ");
}
