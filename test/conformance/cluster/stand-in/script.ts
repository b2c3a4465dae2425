import { type ChildProcess, spawn } from "node:child_process";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { StandInNode } from "./node";

/** The shell script that a container is, or null where it is something else. */
export function scriptOf({ command = [], args = [] }: V1Container): readonly string[] | null {
  const words = [...command, ...args];
  return /(^|\/)sh$/.test(words[0] ?? "") ? words : null;
}

/** The node's kernel parameters stand where a container on it finds them, in mounts of the script's own. */
const ON_THE_NODE = 'mount --bind "$1" /proc/sys/fs/inotify; shift; exec "$@"';

/** Runs a container's script with this machine's shell, in place of its image's. */
export function startScript(
  words: readonly string[],
  node: StandInNode,
  pod: V1Pod,
  container: V1Container,
): ChildProcess {
  return spawn("unshare", ["--mount", "sh", "-euc", ON_THE_NODE, "sh", node.folder, ...words], {
    env: { PATH: process.env["PATH"], ...environment(pod, container) },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function environment({ metadata, spec }: V1Pod, { env = [] }: V1Container): NodeJS.ProcessEnv {
  const fields: Readonly<Record<string, string | undefined>> = {
    "spec.nodeName": spec?.nodeName,
    "metadata.name": metadata?.name,
    "metadata.namespace": metadata?.namespace,
  };
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [name, value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ""] ?? ""]),
  );
}
