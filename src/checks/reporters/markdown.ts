import type { Check } from "../check";

/** The page that explains every check, by the part of the system that it looks at. */
export function checksPage(parts: Readonly<Record<string, readonly Check[]>>): string {
  const sections = Object.entries(parts).map(([title, checks]) => `## ${title}\n\n${checks.map(entry).join("\n\n")}`);
  return `${HEAD}\n${sections.join("\n\n")}\n`;
}

const HEAD = `# Checks

<!-- Written by "npm run docs" from src/checks; what is changed here is lost. -->

Every synthesis makes these checks of what would be deployed. An error stops it; a warning is printed with it. A check
that needs a setting which nobody has declared says nothing, and the summary names the setting. A finding that is right
where it stands is accepted in \`main.ts\`: each ends with its acceptance, which lacks nothing but the reason.

\`\`\`ts
accept: [{ check: "inotify-instances", reason: "these nodes run nothing else" }],
\`\`\`

\`npm run check\` makes the checks without writing a plan; \`npm run --silent check -- --format sarif\` (or \`json\`) is for
programs.
`;

function entry({ id, severity, reason, evidence, needs }: Check): string {
  const need = needs === undefined ? "" : `, needs \`${needs.setting}\``;
  return `### ${id}\n\n${severity}${need}\n\n${sentence(reason)}\n\nKnown from: ${evidence}.`;
}

/** A phrase as a sentence, without taking a name's small letter from it. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
