import { isUtf8 } from "node:buffer";
import { ByteSize } from "../../units";
import { type RuleFileProblem, type SourceLocation, SourceText } from "./located-text";
import { type RuleFile, readRuleFile } from "./rule-file";

/** A larger file doesn't fit into a ConfigMap. Reading it would only take time. */
const LARGEST = ByteSize.mebibytes(1);

/**
 * Reads a rule file from its bytes. A file that isn't UTF-8 keeps only its problem.
 * @param path the path in messages
 */
export function readRuleFileBytes(path: string, name: string, bytes: Buffer): RuleFile {
  const problem = problemOf(path, bytes);
  if (problem === null) return readRuleFile(path, name, bytes.toString("utf8"));
  return { name, path, text: "", groups: [], problems: [problem], discarded: [] };
}

/** A rule file that the program can't read, such as one without permission. */
export function unreadableRuleFile(path: string, name: string, reason: string): RuleFile {
  const problem: RuleFileProblem = {
    location: new SourceText(path, "").location(0, 0),
    got: `a file that can't be read: ${reason}`,
    expected: "a file that the user who runs the synth can read",
    remedy: `check the permissions of ${path}`,
  };
  return { name, path, text: "", groups: [], problems: [problem], discarded: [] };
}

function problemOf(path: string, bytes: Buffer): RuleFileProblem | null {
  const size = ByteSize.bytes(bytes.length);
  if (size.isLargerThan(LARGEST)) {
    return {
      location: new SourceText(path, "").location(0, 0),
      got: `a file of ${size.toHumanString()}`,
      expected: `at most ${LARGEST.toHumanString()}, the limit of a ConfigMap for all rule files together`,
      remedy: "remove rules, or shorten their annotations",
    };
  }
  const utf16 = encodingWithTwoBytes(bytes);
  if (utf16 !== null) return wrongEncoding(new SourceText(path, "").location(0, 0), utf16, utf16);
  return isUtf8(bytes) ? null : singleByte(path, bytes);
}

/** UTF-16 starts with a byte order mark, or has a zero byte in almost every character of English text. */
function encodingWithTwoBytes(bytes: Buffer): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16LE";
  if (first === 0xfe && second === 0xff) return "UTF-16BE";
  if (first !== 0 && second === 0 && bytes[3] === 0) return "UTF-16LE";
  return first === 0 && second !== 0 && bytes[2] === 0 ? "UTF-16BE" : null;
}

function singleByte(path: string, bytes: Buffer): RuleFileProblem {
  const text = bytes.toString("utf8");
  const at = firstDifference(bytes, Buffer.from(text));
  const source = new SourceText(path, text);
  const offset = bytes.subarray(0, at).toString("utf8").length;
  const byte = bytes[at] ?? 0;
  // Windows-1252 has punctuation below 0xA0, and otherwise the same characters as Latin-1.
  const char = byte < 0xa0 ? "punctuation" : String.fromCharCode(byte);
  const got = `the byte 0x${byte.toString(16).toUpperCase()}, which is ${char} in Windows-1252 (Latin-1)`;
  return wrongEncoding(source.location(offset, offset + 1), got, "WINDOWS-1252");
}

function firstDifference(bytes: Buffer, other: Buffer): number {
  let at = 0;
  while (at < bytes.length && bytes[at] === other[at]) at += 1;
  return at;
}

function wrongEncoding(location: SourceLocation, got: string, encoding: string): RuleFileProblem {
  const remedy = `save the file as UTF-8 in the editor, or convert it: iconv -f ${encoding} -t UTF-8`;
  return { location, got, expected: "a file in UTF-8", remedy };
}
