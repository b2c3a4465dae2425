import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./example";

/** @param path the path in the project, such as "docs/sizing.md" */
export function documentText(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}

/** Returns a document without its line breaks. */
export function prose(path: string): string {
  return documentText(path).replaceAll(/\s+/g, " ");
}

/** Returns the code block of a document that starts with this text. */
export function codeBlock(path: string, beginning: string): string {
  const blocks = [...documentText(path).matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  const block = blocks.find((code) => code.startsWith(beginning));
  if (block === undefined) throw new Error(`no code block in ${path} starts with ${beginning}`);
  return block;
}

/** Returns the same block, for comparison with a program's output. "npm run docs" writes the output into the document. */
export function goldenBlock(path: string, beginning: string, printed: string): string {
  if (process.env["UPDATE_GOLDEN"] === "1") {
    const updated = documentText(path).replace(codeBlock(path, beginning), () => printed);
    writeFileSync(join(PROJECT, path), updated);
  }
  return codeBlock(path, beginning);
}
