import type { YamlError, YamlErrorKind } from "../../go-yaml";
import { characterName, specialCharacter } from "../../units";
import type { SourceText } from "./located-text";
import type { RuleFileProblem } from "./problem";
import { atValue, lineAbove, quotedEntry, type YamlLine, yamlLine } from "./yaml-line";

/** An error of the YAML parser, and the lines that may have caused it. */
interface Mistake {
  readonly error: YamlError;
  readonly source: SourceText;
  /** The line at which the parser stops. */
  readonly line: YamlLine;
  readonly above: YamlLine | null;
  /** The first line of the key, text or collection that has the error. */
  readonly start: YamlLine;
  /** The character at which the parser stops. */
  readonly char: string;
}

type Explanation = Omit<RuleFileProblem, "location"> & Partial<Pick<RuleFileProblem, "location">>;
type Explain = (mistake: Mistake) => Explanation | null;

/** Describes an error of the YAML parser in the words of the file's author. */
export function yamlProblem(error: YamlError, source: SourceText): RuleFileProblem {
  const location = source.location(error.from, error.to);
  const line = yamlLine(source, location.line);
  const start = yamlLine(source, source.location(error.start, error.start).line);
  const char = source.text[error.from] ?? "";
  const mistake = { error, source, line, start, char, above: lineAbove(source, location.line) };
  for (const explain of [...CAUSES, (one: Mistake) => BY_KIND[error.kind](one)]) {
    const explanation = explain(mistake);
    if (explanation !== null) return { location, ...explanation };
  }
  return { location, ...wrongIndentation(mistake) };
}

/** The lines that may have caused the error, the likeliest first. */
function suspects({ line, start, above }: Mistake): readonly YamlLine[] {
  return above === null ? [line, start] : [line, start, above];
}

/** Causes that lead to several kinds of errors. */
const CAUSES: readonly Explain[] = [tab, template, query, quotedPart, reserved, special, missingSpace];

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
    const isSameLine = line.value.startsWith(quote);
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

function wrapped({ key, value }: YamlLine): string {
  const text = `'${value.replaceAll("'", "''")}'`;
  return key === null ? text : `${key}: ${text}`;
}

function unclosedQuote(source: SourceText, line: YamlLine, quote: string): Explanation | null {
  for (let number = line.number - 1; number > 0; number -= 1) {
    const above = yamlLine(source, number);
    const isOpen = above.value.startsWith(quote) && above.value.indexOf(quote, 1) < 0;
    if (isOpen) return withoutClosing(atValue(source, above), quote, `at the end of line ${number}`);
  }
  return null;
}

function withoutClosing(location: RuleFileProblem["location"], quote: string, where: string): Explanation {
  return {
    location,
    got: `a value whose quote ${quote} isn't closed`,
    expected: "a closing quote at the end of the value",
    remedy: `add ${quote} ${where}; inside of the value, write ${quote === "'" ? "''" : '\\"'} for a quote`,
  };
}

/** Characters that have a meaning at the start of a value. */
function reserved(mistake: Mistake): Explanation | null {
  if (!isStructural(mistake.error.kind)) return null;
  const line = suspects(mistake).find(({ key, value }) => key !== null && /^[%@`*&![]/.test(value));
  const isHeader = /^[|>]/.test(mistake.line.value) && mistake.error.kind === "block-header";
  const found = line ?? (isHeader ? mistake.line : undefined);
  if (found === undefined) return null;
  if (found.value.startsWith("[") && mistake.error.kind === "comma") return null;
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
      found.instead === "" ? "delete it" : `replace it by ${found.instead === " " ? "a space" : found.instead}`;
    return {
      location: { file: mistake.source.path, line: number, column, endLine: number, endColumn: column + 1 },
      got: `${found.name} outside of quotes`,
      expected: "plain spaces, quotes and dashes",
      remedy: `${instead}; it was probably pasted from a document or web page`,
    };
  }
  return null;
}

function missingSpace(mistake: Mistake): Explanation | null {
  if (!["colon", "value-place", "key"].includes(mistake.error.kind)) return null;
  for (const line of [mistake.start, mistake.line]) {
    const [, key, value] = /^\s*(?:- +)*([A-Za-z_]\w*):([^\s:/].*)$/.exec(line.text) ?? [];
    if (key === undefined || value === undefined) continue;
    return {
      location: atValue(mistake.source, line),
      got: `${key}:${value.slice(0, 20).trimEnd()} without a space after the colon`,
      expected: "key: value",
      remedy: `write a space after the colon: ${key}: ${value}`,
    };
  }
  return null;
}

/** Whether the parser stops at the structure of the file, and not at a character of a text. */
function isStructural(kind: YamlErrorKind): boolean {
  return !["character", "escape", "directive", "version", "depth", "quote", "alias"].includes(kind);
}

const BY_KIND: Readonly<Record<YamlErrorKind, Explain>> = {
  character: ({ source, error }) => ({
    got: `${characterName(String.fromCodePoint(source.text.codePointAt(error.from) ?? 0))}, which YAML doesn't allow`,
    expected: "printable characters",
    remedy: "delete the character",
  }),
  version: ({ line }) => ({
    got: `the directive ${line.text.trim()}`,
    expected: "no directive, or %YAML 1.1, the version that the ruler reads",
    remedy: "delete the line",
  }),
  directive: ({ line }) => ({
    got: `a line that starts with %: ${line.text.trim().slice(0, 40)}`,
    expected: "%YAML 1.1 or nothing",
    remedy: "delete the line; a comment starts with #",
  }),
  "document-start": () => ({
    got: "a directive without the line --- after it",
    expected: "the line --- between the directive and the groups",
    remedy: "delete the directive",
  }),
  escape: invalidEscape,
  quote: ({ source, error, start }) =>
    withoutClosing(
      source.location(error.start, error.start + 1),
      source.text[error.start] ?? '"',
      `at the end of line ${start.number}, or of the value's last line`,
    ),
  alias: ({ source, error }) => ({
    got: `an alias ${source.text.slice(error.from, error.to)} without an anchor`,
    expected: "an alias of an anchor that is defined above",
    remedy: `put the value in quotes if it is text, or define the anchor &${source.text.slice(error.from + 1, error.to)} above`,
  }),
  depth: () => ({
    got: "brackets or blocks that are nested more than 200 levels deep",
    expected: "groups with rules, which need 6 levels",
    remedy: "remove the nesting",
  }),
  anchor: () => null,
  tag: ({ source, error }) => ({
    got: `the tag ${source.text.slice(error.from, error.to).trim()}, which isn't defined`,
    expected: "a value without a tag",
    remedy: "remove the tag, or put the value in quotes if it is text",
  }),
  "block-header": ({ line }) => ({
    got: `text after ${line.value.charAt(0)} on the same line`,
    expected: `the text below the line that ends with ${line.value.charAt(0)}`,
    remedy: "move the text to the next line, indented by two more spaces",
  }),
  "block-tab": () => null,
  "plain-tab": () => null,
  start: ({ char }) => ({
    got: `${char === "|" || char === ">" ? `a block ${char} inside of brackets` : `a text that starts with ${char}`}`,
    expected: "a text in quotes",
    remedy:
      char === "|" || char === ">" ? "write the rule without { and }, one key per line" : "put the text in quotes",
  }),
  "value-place": valuePlace,
  "key-place": () => ({
    got: "a question mark where YAML expects a value",
    expected: "key: value",
    remedy: "put the value in quotes",
  }),
  "dash-place": ({ line }) => ({
    got: `a list that starts on the line of its key: ${line.text.trim().slice(0, 40)}`,
    expected: "the first dash on a line of its own",
    remedy: "move the dash to the next line, indented by two more spaces than the key",
  }),
  dash: (mistake) => ({
    got: "a line without a dash at the level of a list's dashes",
    expected: "a dash, or the indentation of the item above",
    remedy: `indent the line by two more spaces if it belongs to the item above, or start it with a dash (line ${mistake.start.number} starts the list)`,
  }),
  comma: ({ source, error }) => ({
    got: `a ${source.text[error.start] === "[" ? "list in [ ]" : "mapping in { }"} that isn't closed or lacks a comma`,
    expected: `a comma between two items, and ${source.text[error.start] === "[" ? "]" : "}"} at the end`,
    remedy: "add what is missing; put texts in quotes that contain commas, colons or brackets",
  }),
  colon,
  key: () => null,
  content: ({ char, line }) => ({
    got:
      char === ""
        ? "a key without the value that its bracket needs"
        : `${char} where a value is expected: ${line.text.trim().slice(0, 40)}`,
    expected: "a value",
    remedy: "write the value, in quotes if it starts with a special character",
  }),
};

function invalidEscape({ source, error }: Mistake): Explanation {
  const written = source.text.slice(error.from, error.to);
  const surrogates = /^\\u(d[89ab][0-9a-f]{2})(?:\\u(d[c-f][0-9a-f]{2}))?/i.exec(
    source.text.slice(error.from, error.from + 12),
  );
  if (surrogates !== null) {
    const [, high = "", low] = surrogates;
    const char = low === undefined ? null : String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16));
    const code = char?.codePointAt(0)?.toString(16).toUpperCase().padStart(8, "0");
    return {
      got: `the escape ${written}, which is half of a character`,
      expected: "the character itself, or its escape \\U with eight digits",
      remedy:
        char === null
          ? "delete the escape"
          : `write \\U${code} instead of ${surrogates[0]}, or the character itself: ${char}`,
    };
  }
  const letter = written.charAt(1);
  return {
    got: `the escape ${written} in double quotes`,
    expected: "an escape that YAML 1.1 knows, such as \\n or \\\\",
    remedy: letter === "/" ? "write / without the backslash" : `write \\${written} for a backslash`,
  };
}

function valuePlace(mistake: Mistake): Explanation {
  const { line, above, source } = mistake;
  const isWithin = line.key !== null && /:(?:\s|$)/.test(line.value);
  if (isWithin) {
    return {
      location: atValue(source, line),
      got: `a value with ": " in it`,
      expected: "a text in quotes",
      remedy: `put the whole value in quotes: ${quotedEntry(line)}`,
    };
  }
  if (above !== null && above.key !== null && line.indent > above.indent) {
    return {
      got: `${line.key ?? "a key"}, indented by ${line.indent} spaces, below ${above.key}, which has a value and ${above.indent} spaces`,
      expected: "the same indentation for all keys of a mapping",
      remedy: `indent line ${line.number} by ${above.indent} spaces`,
    };
  }
  return {
    got: `a colon in a text of several lines`,
    expected: "a text in quotes, or below a key with |",
    remedy: "write | after the key, and put the text below it, indented by two more spaces",
  };
}

function colon({ start, source }: Mistake): Explanation {
  const above = lineAbove(source, start.number);
  const isCut = above !== null && /\s#/.test(above.value);
  const what = start.text.trim().slice(0, 40);
  if (isCut && above.key !== null) {
    return {
      location: atValue(source, start),
      got: `a comment that ends the value of ${above.key}, so that the next line doesn't belong to it: ${what}`,
      expected: "a value without a comment, or one below a key with |",
      remedy: `write ${above.key}: | and put the text below it, indented by two more spaces`,
    };
  }
  return {
    location: atValue(source, start),
    got: `a line that is neither "key: value" nor an item of a list: ${what}`,
    expected: "key: value",
    remedy:
      above?.key == null
        ? "add the colon, or remove the line"
        : `add the colon if it is a key; if it continues ${above.key}, write ${above.key}: | and put all of its text below, indented by two more spaces`,
  };
}

function wrongIndentation({ line, above }: Mistake): Explanation {
  return {
    got: `a line with ${line.indent} spaces, which is the indentation of no block above it`,
    expected: "the same indentation for all keys of a mapping, and for all dashes of a list",
    remedy:
      above === null
        ? "start the line without spaces"
        : `indent it like a line above: by ${above.indent} spaces if it belongs to the block of line ${above.number}`,
  };
}
