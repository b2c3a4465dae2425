import type { YamlError, YamlErrorKind } from "../../go-yaml";
import { characterName } from "../../units";
import type { RuleFileProblem, SourceText } from "./located-text";
import {
  atValue,
  type Explain,
  type Explanation,
  lineAbove,
  type Mistake,
  quotedEntry,
  shortened,
  withoutClosing,
  yamlLine,
} from "./mistake";
import { CAUSES } from "./yaml-causes";

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

/** What each kind of error means if no other cause explains it. */
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
    got: `a line that starts with %: ${shortened(line.text)}`,
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
    got: `${char === "|" || char === ">" ? `a block ${char} inside brackets` : `a text that starts with ${char}`}`,
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
    got: `a list that starts on the line of its key: ${shortened(line.text)}`,
    expected: "the first dash on a line of its own",
    remedy: "move the dash to the next line, indented by two more spaces than the key",
  }),
  dash: ({ line, start }) => ({
    got: `${line.key ?? "a line"} with ${line.indent} spaces below a list whose items have ${start.indent}`,
    expected: "a dash, or the indentation of the item above",
    remedy: `indent line ${line.number} by ${start.indent} spaces if it belongs to the item above; start it with a dash, ${Math.max(0, start.indent - 2)} spaces in, if it is another item`,
  }),
  comma,
  colon,
  key: ({ char, line }) =>
    "]})".includes(char) && char !== ""
      ? {
          got: `${char} without an opening bracket: ${shortened(line.text)}`,
          expected: "brackets in pairs",
          remedy: `delete the ${char}`,
        }
      : null,
  content: ({ char, line }) => ({
    got:
      char === ""
        ? "a key without the value that its bracket needs"
        : `${char} where a value is expected: ${shortened(line.text)}`,
    expected: "a value",
    remedy: "write the value, in quotes if it starts with a special character",
  }),
};

/** A collection in brackets that goes on where it should have ended, or lacks a comma. */
function comma({ source, error, line, start }: Mistake): Explanation {
  const [what, close] = source.text[error.start] === "[" ? ["list", "]"] : ["mapping", "}"];
  const expected = `a comma between two items, and ${close} at the end`;
  if (line.number === start.number) {
    const got = `two items of a ${what} without a comma between them: ${shortened(line.value)}`;
    return {
      got,
      expected,
      remedy: "write a comma between the items; put texts in quotes that contain colons or brackets",
    };
  }
  const location = source.location(error.start, error.start + 1);
  const remedy = `add ${close} at the end of line ${start.number}, or a comma if the ${what} goes on`;
  return { location, got: `a ${what} whose bracket isn't closed`, expected, remedy };
}

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
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    return {
      got: `the escape ${/^\\\w[0-9a-f]*/i.exec(written)?.[0] ?? written} without ${digits} hexadecimal digits`,
      expected: `${digits} digits of a character's number after \\${letter}`,
      remedy: `write all ${digits} digits, or \\\\${letter} for a backslash and ${letter}`,
    };
  }
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
  return {
    location: atValue(source, start),
    got: `a line that is neither "key: value" nor an item of a list: ${shortened(start.text)}`,
    expected: "key: value",
    remedy: "add the colon and a value, or remove the line",
  };
}

/** The explanation that is left. */
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
