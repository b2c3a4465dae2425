import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the text of a golden file, for an exact comparison. After an intended change, "UPDATE_GOLDEN=1 npx jest"
 * rewrites the files, and git shows the differences.
 * @param path the file, relative to test/
 * @param text the current text, which UPDATE_GOLDEN writes into the file
 */
export function golden(path: string, text: string): string {
  const file = join(__dirname, "..", path);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  return readFileSync(file, "utf8");
}
