import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Calls `use` with a temporary folder that contains these files, by their paths, and removes it afterwards. */
export function inFolder<R>(files: Readonly<Record<string, string>>, use: (folder: string) => R): R {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "test-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns a temporary folder for the tests of a file or of a describe block. */
export function folderOfTests(): () => string {
  let folder = "";
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "tests-")));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return () => folder;
}
