import type { Cluster } from "../kube/cluster";
import { commandLine } from "../kube/tools";
import type { Names } from "./cause";
import type { LookOptions } from "./options";

type Said = Pick<LookOptions, "kubeconfig" | "contexts" | "readOnly" | "urls">;

/** The commands of this project as they have to be typed for the same cluster: with what was said on this command line. */
export function again({ kubeconfig, contexts, readOnly, urls }: Said, { context }: Pick<Cluster, "context">): Names {
  const both = [
    ...(kubeconfig === null ? [] : ["--kubeconfig", kubeconfig]),
    ...(contexts.length === 0 ? [] : ["--context", context]),
  ];
  return {
    ...typed("npm run verify", [...both, ...(readOnly ? ["--read-only"] : []), ...flags(urls)]),
    // It takes no other of them.
    ...typed("npm run preflight", [...both, ...flags(pick(urls, "alertmanager-url"))]),
  };
}

function flags(urls: LookOptions["urls"]): readonly string[] {
  return Object.entries(urls).flatMap(([option, url]) => [`--${option}`, url]);
}

function pick(urls: LookOptions["urls"], option: string): LookOptions["urls"] {
  const url = urls[option];
  return url === undefined ? {} : { [option]: url };
}

function typed(command: string, said: readonly string[]): Names {
  return said.length === 0 ? {} : { [command]: commandLine(`${command} --`, said) };
}
