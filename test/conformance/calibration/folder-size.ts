import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

export interface FolderSize {
  readonly files: number;
  /** What the files hold. */
  readonly bytes: number;
  /** What the file system uses for them and their folders. */
  readonly allocated: number;
}

/** Bytes of a block in which a file's space is told. */
const BLOCK = 512;

/** What lies in a folder that nobody changes. */
export function folderSize(folder: string): FolderSize {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => lstatSync(join(folder, path)));
  const files = found.filter((one) => one.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    allocated: found.reduce((sum, { blocks }) => sum + blocks * BLOCK, 0),
  };
}
