import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The text of a golden file, to compare with byte for byte. After a change that is expected, "UPDATE_GOLDEN=1 npx jest"
 * writes the files anew, and git shows what has changed.
 * @param path the file, relative to test/
 * @param text what UPDATE_GOLDEN writes into it
 */
export function golden(path: string, text: string): string {
  const file = join(__dirname, "..", path);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  return readFileSync(file, "utf8");
}
