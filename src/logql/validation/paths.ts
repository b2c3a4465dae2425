import type { Problem } from "../problem";
import type { ExtractingParser, Extraction } from "../tree/stage";

const FIELD = "[A-Za-z_][A-Za-z0-9_]*";
const QUOTED = String.raw`"[^"\]]*"`;
const ACCESS = String.raw`\[\s*(?:${QUOTED}|\d+)\s*\]`;

/** @see https://github.com/grafana/loki/tree/v3.7.8/pkg/logql/log (jsonexpr and logfmt) */
const PATHS = {
  json: new RegExp(String.raw`^\s*(?:${FIELD}|${ACCESS})(?:\s*(?:\.\s*${FIELD}|${ACCESS}))*\s*$`),
  logfmt: new RegExp(String.raw`^\s*(?:${FIELD}|${QUOTED})(?:\s*${QUOTED})*\s*$`),
};
const EXAMPLES = { json: 'request.headers["User-Agent"]', logfmt: "status" };

/** What keeps Loki from evaluating an extraction; it doesn't look at them before. */
export function pathProblems({ kind, extractions }: ExtractingParser): readonly Problem[] {
  return extractions.filter(({ path }) => !PATHS[kind].test(path.value)).map(({ path }) => unreadablePath(kind, path));
}

function unreadablePath(kind: ExtractingParser["kind"], { from, to, value }: Extraction["path"]): Problem {
  const expected = kind === "json" ? "a path of fields, keys and indexes" : "a key of letters, digits and underscores";
  const got = `${kind} with ${JSON.stringify(value)}`;
  return { kind: "syntax", moment: "evaluation", from, to, got, expected, remedy: `write it like ${EXAMPLES[kind]}` };
}
