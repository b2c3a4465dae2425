/** A command in a text that people read and paste into a terminal. The end is exclusive. */
export interface ShellCommand {
  readonly from: number;
  readonly to: number;
}

/** Programs whose names mean nothing else in a sentence. */
const PROGRAMS = `kubectl helm logcli lokitool amtool promtool crictl nerdctl journalctl systemctl istioctl etcdctl calicoctl
  redis-cli mongosh psql gcloud argocd nsenter`;

/** Programs whose names are also words, or names of systems. They start a command only where one is expected. */
const WORDS = `oc curl wget ssh scp sh bash docker podman ctr terraform flux cilium mysql aws az gh git grep jq awk sed cat tail
  less ps kill dig nslookup nc openssl python python3 node npm npx make ansible vault consul velero echo`;

const alternatives = (words: string) => words.trim().split(/\s+/).join("|");

/** Words after the name of a program that only talks about it: "kubectl can't reach …". */
const PROSE =
  "to|and|or|is|was|are|for|in|on|of|at|the|a|an|with|that|which|says|shows|reports|returns|prints|command|can|cannot|can't|doesn't|fails|failed|timed|as|by|from|works|if|when|error|errors";

const ANYWHERE = `(?<![\\w./-])(?:${alternatives(PROGRAMS)})(?=\\s+(?!(?:${PROSE})\\b))`;
const AFTER_SIGN = `(?:^|Next:|\\n|\`|\\$\\(|\\$ |[:;|&]\\s)\\s*(?:sudo\\s+)?(?:${alternatives(WORDS)})(?=\\s+(?!(?:${PROSE})\\b))`;
const START = new RegExp(`\\$\\(|(?:${ANYWHERE})|(?:${AFTER_SIGN})`, "g");

/** The end of a line, of a code span, or of the sentence. */
const END = /\n|`|[.!?]\s+(?=\p{Lu})/u;

/** Returns the commands in a text: known programs with an argument, and what a shell would substitute. */
export function shellCommands(text: string): readonly ShellCommand[] {
  return [...text.matchAll(START)].map(({ index, 0: start }) => {
    // The sign before the program, such as a backtick, is no part of the command.
    const from = index + start.length - (/[\w-]+$|\$\($/.exec(start)?.[0].length ?? 0);
    const rest = text.slice(from);
    const end = END.exec(rest);
    return { from, to: end === null ? text.length : from + end.index };
  });
}

export type Quotes = "none" | "single" | "double";

/** Returns the quotes that are open at a position of a command. */
export function quotesAt(text: string, from: number, at: number): Quotes {
  let open: Quotes = "none";
  for (let index = from; index < at; index += 1) {
    const character = text[index];
    if (open !== "single" && character === "\\") index += 1;
    else if (character === "'" && open !== "double") open = open === "single" ? "none" : "single";
    else if (character === '"' && open !== "single") open = open === "double" ? "none" : "double";
  }
  return open;
}

/** The characters that end an argument or have a meaning in a shell, by the quotes around them. */
export const ACTIVE: Readonly<Record<Quotes, readonly string[]>> = {
  none: [..." \t\n'\"`$\\;|&(){}<>*?[]!"],
  single: ["'"],
  double: [...'"`$\\!'],
};
