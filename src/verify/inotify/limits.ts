/** The inotify limits of a node, as something on it has written them. */
export interface NodeLimits {
  readonly node: string;
  /** By their names without "fs.inotify."; those that weren't written are missing. */
  readonly values: Readonly<Record<string, number>>;
  /** Why nothing is known of them, in the words of Kubernetes; null where that isn't known either. */
  readonly problem: string | null;
}

/** "name=value" of a drill, "name = value" of the sysctl command, and what the init container leaves as it is. */
const LIMIT = /^fs\.inotify\.(max_\w+)(?: ?= ?| stays at )(\d+)\b/gm;

/** What a text says of a node's limits. */
export function limitsWritten(node: string, text: string, problem: string | null = null): NodeLimits {
  const found = [...text.matchAll(LIMIT)].map(([, limit = "", value]) => [limit, Number(value)] as const);
  return { node, values: Object.fromEntries(found), problem };
}
