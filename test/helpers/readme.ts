import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./example";

export const readme = readFileSync(join(PROJECT, "README.md"), "utf8");

/** README's block of code that begins like this. */
export function codeBlock(beginning: string): string {
  const blocks = [...readme.matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  const block = blocks.find((code) => code.startsWith(beginning));
  if (block === undefined) throw new Error(`no block of README begins with ${beginning}`);
  return block;
}
