import type { YamlErrorKind } from "../../go-yaml";
import { specialCharacter } from "../../units";
import { GROUP_KEYS, RULE_KEYS } from "./keys";
import type { SourceText } from "./located-text";
import {
  atValue,
  type Explain,
  type Explanation,
  lineAbove,
  type Mistake,
  quotedEntry,
  shortened,
  withoutClosing,
  type YamlLine,
  yamlLine,
} from "./mistake";

/** The lines that may have caused the error, the likeliest first. */
function suspects({ line, start, above }: Mistake): readonly YamlLine[] {
  return above === null ? [line, start] : [line, start, above];
}

/** Causes that lead to several kinds of errors. */
export const CAUSES: readonly Explain[] = [
  ...[directiveAlone, tab, helm, template, query, quotedPart, special],
  ...[missingSpace, continuation, reserved],
];

/** A directive must be followed by "---". Without it, the groups seem to be a part of the directive. */
function directiveAlone({ source, error }: Mistake): Explanation | null {
  const line = yamlLine(source, 1);
  if (!line.text.startsWith("%") || /^---/m.test(source.text) || error.kind === "version") return null;
  return {
    location: atValue(source, line),
    got: "a directive without the line --- after it",
    expected: "the line --- between the directive and the groups",
    remedy: "delete the directive",
  };
}

function tab({ error, source, line, char }: Mistake): Explanation | null {
  const isTab = char === "\t" && ["start", "plain-tab", "block-tab"].includes(error.kind);
  const at = line.text.search(/^ *\t/);
  if (!isTab && (at < 0 || error.kind === "character")) return null;
  const isAfterDash = /^\s*-\s*\t/.test(line.text) && !/^ *\t/.test(line.text);
  const column = line.text.indexOf("\t") + 1;
  return {
    location: { file: source.path, line: line.number, column, endLine: line.number, endColumn: column + 1 },
    got: isAfterDash ? "a tab after a dash" : "a tab in the indentation",
    expected: "spaces: YAML doesn't allow tabs there",
    remedy: isAfterDash ? "replace the tab by one space" : "replace the tab by two spaces per level",
  };
}

/** A line such as {{- if .Values.alerts }}, which Helm or another template engine replaces. */
function helm({ source, error, line, start }: Mistake): Explanation | null {
  const found = [start, line].find(({ key, value }) => key === null && /^(?:\{\{|\{%)/.test(value));
  if (found === undefined || !isStructural(error.kind)) return null;
  return {
    location: atValue(source, found),
    got: `a line of a template: ${shortened(found.text)}`,
    expected: "YAML without a template's own lines",
    remedy: "render the template first, for example with helm template, and save the result",
  };
}

function template(mistake: Mistake): Explanation | null {
  const line = suspects(mistake).find(({ value }) => value.startsWith("{{"));
  if (line === undefined || !isStructural(mistake.error.kind)) return null;
  return {
    location: atValue(mistake.source, line),
    got: "a value that starts with {{, which YAML reads as a mapping",
    expected: "a text in quotes",
    remedy: `put the whole value in quotes: ${quotedEntry(line)}`,
  };
}

function query(mistake: Mistake): Explanation | null {
  const line = suspects(mistake).find(({ key, value }) => key === "expr" && /^[{["'|>%@`*&!(]/.test(value));
  if (line === undefined || !isStructural(mistake.error.kind) || /^[|>][-+0-9]*\s*(?:#|$)/.test(line.value))
    return null;
  return {
    location: atValue(mistake.source, line),
    got: `a query that starts with ${line.value.charAt(0)} on the line of its key, which YAML reads in its own way`,
    expected: "the query below expr: |",
    remedy: "write expr: | and put the query on the next line, indented by two more spaces",
  };
}

/** A value such as "a" b, or one whose quote closes in a later line. */
function quotedPart(mistake: Mistake): Explanation | null {
  const { error, source, line } = mistake;
  if (!["key", "comma", "colon", "value-place", "content"].includes(error.kind)) return null;
  const before = source.text.slice(0, error.from).trimEnd();
  const quote = before.at(-1) ?? "";
  if (quote === "'" || quote === '"') {
    const { column } = source.location(before.length - 1, before.length);
    const isSameLine = line.value.startsWith(quote) && column > line.column;
    return isSameLine ? afterQuote(source, line) : unclosedQuote(source, line, quote);
  }
  const partly = /^(["'])(?:(?!\1).)*\1\S/.test(line.value) && line.key !== null;
  return partly ? afterQuote(source, line) : null;
}

function afterQuote(source: SourceText, line: YamlLine): Explanation {
  return {
    location: atValue(source, line),
    got: "text after the closing quote of a value",
    expected: "one pair of quotes around the whole value",
    remedy: `put the whole value in quotes: ${wrapped(line)}`,
  };
}

/** The value in quotes. Quotes around all of it are not part of the text. */
function wrapped(line: YamlLine): string {
  if (/^(["']).*\1$/s.test(line.value)) return quotedEntry(line);
  const text = `'${line.value.replaceAll("'", "''")}'`;
  return line.key === null ? text : `${line.key}: ${text}`;
}

function unclosedQuote(source: SourceText, line: YamlLine, quote: string): Explanation | null {
  for (let number = line.number - 1; number > 0; number -= 1) {
    const above = yamlLine(source, number);
    const isOpen = above.value.startsWith(quote) && above.value.indexOf(quote, 1) < 0;
    if (isOpen) return withoutClosing(atValue(source, above), quote, `at the end of line ${number}`);
  }
  return null;
}

/** Characters that have a meaning at the start of a value. */
function reserved(mistake: Mistake): Explanation | null {
  if (!isStructural(mistake.error.kind)) return null;
  const line = suspects(mistake).find(
    ({ key, value }) => key !== null && /^(?:[%@`*&!]|\[[^\]]*\]\s*[^\s#,\]}])/.test(value),
  );
  const isHeader = /^[|>]/.test(mistake.line.value) && mistake.error.kind === "block-header";
  const found = line ?? (isHeader ? mistake.line : undefined);
  if (found === undefined) return null;
  return {
    location: atValue(mistake.source, found),
    got: `a value that starts with ${found.value.charAt(0)}, which has a meaning in YAML`,
    expected: "a text in quotes",
    remedy: `put the whole value in quotes: ${quotedEntry(found)}`,
  };
}

function special(mistake: Mistake): Explanation | null {
  if (!isStructural(mistake.error.kind)) return null;
  for (const { number, text } of suspects(mistake)) {
    const found = specialCharacter(text.replace(/"[^"]*"|'[^']*'/g, (quoted) => "x".repeat(quoted.length)));
    if (found === null) continue;
    const column = found.index + 1;
    const instead =
      found.instead === ""
        ? "delete each of them"
        : `replace each of them by ${found.instead === " " ? "a space" : found.instead}`;
    return {
      location: { file: mistake.source.path, line: number, column, endLine: number, endColumn: column + 1 },
      got: `${found.name} outside quotes`,
      expected: "plain spaces, quotes and dashes",
      remedy: `${instead}; they were probably pasted from a document or web page`,
    };
  }
  return null;
}

function missingSpace({ error, source, start, line, above }: Mistake): Explanation | null {
  if (!["colon", "value-place", "key", "dash"].includes(error.kind)) return null;
  for (const one of above === null ? [start, line] : [start, line, above]) {
    const [, dash, key, value = ""] = /^\s*(?:- +)*(-?)([A-Za-z_]\w*):(.*)$/.exec(one.text) ?? [];
    if (key === undefined || (one === above && ![...GROUP_KEYS, ...RULE_KEYS].includes(key))) continue;
    const location = atValue(source, one);
    if (dash === "-") {
      const remedy = `write a space after the dash: - ${key}:${value}`;
      return { location, got: `-${key} without a space after the dash`, expected: "a dash and a space", remedy };
    }
    if (!/^[^\s:/]/.test(value)) continue;
    const remedy = `write a space after the colon: ${key}: ${value}`;
    return {
      location,
      got: `${key}:${shortened(value)} without a space after the colon`,
      expected: "key: value",
      remedy,
    };
  }
  return null;
}

/** Whether the parser stops at the structure of the file, and not at a character of a text. */
function isStructural(kind: YamlErrorKind): boolean {
  return !["character", "escape", "directive", "version", "depth", "quote", "alias"].includes(kind);
}

/** A line that is neither a key nor an item, below a key. */
function continuation({ error, source, line, start }: Mistake): Explanation | null {
  const isPossible = ["colon", "block-header", "start", "content", "anchor", "tag", "value-place"].includes(error.kind);
  const found = [start, line].find(({ key, hasDash }) => key === null && !hasDash);
  const above = found === undefined ? null : lineAbove(source, found.number);
  if (!isPossible || found === undefined || above === null || above.key === null) return null;
  const location = atValue(source, found);
  const what = shortened(found.text);
  const remedy = `write ${above.key}: | and put all of its text below, indented by two more spaces than ${above.key}`;
  if (/\s#/.test(above.value)) {
    const got = `a comment that ends the value of ${above.key}, so that the next line doesn't belong to it: ${what}`;
    return { location, got, expected: `the text below ${above.key}: |, which keeps comments`, remedy };
  }
  if (/^[|>][-+0-9]*$/.test(above.value)) {
    const got = `a text that isn't indented more than its key ${above.key}: ${what}`;
    const indented = `indent the text by ${above.indent + 2} spaces`;
    return { location, got, expected: "a text that is indented more than its key", remedy: indented };
  }
  return {
    location,
    got: `a line that is neither "key: value" nor an item of a list: ${what}`,
    expected: "key: value",
    remedy,
  };
}
