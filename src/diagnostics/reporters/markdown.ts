import type { Cause } from "../cause";
import type { Link } from "../diagnostic";
import type { Trouble } from "../explain-error/trouble";
import { FAILURES } from "../failure";

export interface TroubleshootingProps {
  /** The links of each command, by its name. */
  readonly commands: Readonly<Record<string, readonly Link<never>[]>>;
  /** What can be wrong with any link. */
  readonly troubles: readonly Trouble[];
}

/** The page that tells of everything that is known to go wrong, and what to do next. */
export function troubleshootingPage({ commands, troubles }: TroubleshootingProps): string {
  const told = new Set<Link<never>>();
  const sections = Object.entries(commands).map(([name, links]) => {
    const fresh = links.filter((link) => !told.has(link));
    for (const link of fresh) told.add(link);
    return section(`npm run ${name}`, fresh.map(linkEntry));
  });
  const common = section("The way to the cluster", troubles.map(troubleEntry));
  return `${[HEAD, exitCodes(), ...sections, common, JSON_SECTION].join("\n\n")}\n`;
}

const HEAD = `# Troubleshooting

<!-- Written by "npm run docs" from src/verify, src/preflight and src/diagnostics; what is changed here is lost. -->

\`npm run preflight\` looks whether a cluster has what an apply needs, and \`npm run verify\` follows a line of every node
to Loki and to its alert. Both name the likely causes of what they find broken, the first one first, with the names of
the installation filled in. This page tells of all that they know.

A link that depends on a broken one is "not reached": it says nothing of its own. \`npm run verify -- --only <link>\` looks
at one link and what it depends on, and \`npm run verify -- --rbac\` prints the roles that it needs.`;

function exitCodes(): string {
  const rows = Object.values(FAILURES).map(({ exitCode, says }) => [exitCode, says] as const);
  const all = [
    [0, "everything that was looked at works"],
    [1, "the settings, or the kubeconfig, are refused"],
    [2, "the command line can't be followed"],
    ...rows,
    [130, "Ctrl-C, or SIGTERM"],
  ];
  return section("Exit codes", [
    "The first link of the path that is broken decides, and of several clusters the first one that is named.",
    ["| code | what it means |", "| --- | --- |", ...all.map(([code, says]) => `| ${code} | ${says} |`)].join("\n"),
  ]);
}

function linkEntry({ id, title, failure, after, causes }: Link<never>): string {
  const behind = after.length === 0 ? "" : `, after ${after.map((name) => `\`${name}\``).join(", ")}`;
  const head = `### ${sentence(title)}\n\n\`${id}\`, exit code ${FAILURES[failure].exitCode}${behind}`;
  return causes.length === 0 ? head : `${head}\n\n${causes.map(causeEntry).join("\n")}`;
}

function troubleEntry({ title, failure, causes }: Trouble): string {
  const code = failure === null ? "the link's own exit code" : `exit code ${FAILURES[failure].exitCode}`;
  return `### ${title}\n\n${sentence(code)}\n\n${causes.map(causeEntry).join("\n")}`;
}

function causeEntry({ cause, next }: Cause): string {
  return `- ${escaped(cause)}\n  Next: ${isCommand(next) ? `\`${next}\`` : escaped(next)}`;
}

const PROGRAM = /^(curl|date|getent|helm|kubectl|npm|oc|openssl|ping|rpcinfo|showmount|terraform|time) /;

/** Whether it can be pasted as it is, and isn't a sentence around a command. */
function isCommand(next: string): boolean {
  return PROGRAM.test(next) && !/, which |; | \(/.test(next);
}

/** What stands for a name isn't a tag. */
function escaped(text: string): string {
  return text.replaceAll("<", "\\<");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function section(title: string, parts: readonly string[]): string {
  return [`## ${title}`, ...parts].join("\n\n");
}

const JSON_SECTION = section("For programs", [
  `\`npm run --silent verify -- --json\` prints one document, also for several clusters:

| key | what it holds |
| --- | --- |
| \`command\` | \`verify\` or \`preflight\` |
| \`exitCode\` | that of the run |
| \`clusters[]\` | \`context\`, \`server\`, \`exitCode\`, \`verdict\` (one sentence) and \`links\`, in the order of the command line |
| \`clusters[].links[]\` | \`id\`, \`title\`, \`status\` and \`seconds\`, in the order of the path, and by \`status\`: |
| \`holds\` | \`figure\`, \`notes[]\` |
| \`broken\`, \`doubtful\` | \`failure\` (its kind), \`found\`, \`expected\`, \`causes[]\` with \`cause\` and \`next\` |
| \`not-deployed\` | \`failure\`, \`found\` |
| \`not-measured\` | \`why\` |
| \`not-reached\` | \`behind\`: the id of the link that is broken |`,
  `\`--junit <file>\` writes what CI systems show: a suite for each cluster and a case for each link, skipped where nothing
was seen.`,
]);
