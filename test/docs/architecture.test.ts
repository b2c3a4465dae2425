import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { documentText } from "../helpers/documents";
import { PROJECT } from "../helpers/example";

const [, table = ""] =
  /^\| layer \| in `src\/` \|\n\|---\|---\|\n(.*?)\n\n/ms.exec(documentText("docs/architecture.md")) ?? [];

/** The row of each folder, and of each file outside of folders. */
const rows: ReadonlyMap<string, number> = new Map(
  table
    .split("\n")
    .flatMap((row, index) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => [name, index] as const)),
);

const files = readdirSync(join(PROJECT, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".ts"),
);

/** Returns the folder in src/ of a file or of an import, or the name of a file outside of folders. */
function part(path: string): string {
  const [first = ""] = path.split("/");
  return rows.has(first) || first.endsWith(".ts") ? first : `${first}.ts`;
}

/** The Settings tree imports the interfaces of the parts, and the parts import Model. */
function isExempt(file: string, to: string, statement: string): boolean {
  return /^import type\b/.test(statement) && (file === "settings/settings.ts" || to === "model.ts");
}

function importsFromBelow(file: string): readonly string[] {
  const text = readFileSync(join(PROJECT, "src", file), "utf8");
  const statements = [...text.matchAll(/(?:^(?:import|export)\b[^;"]*|\bimport\()"(\.[^"]+)"/gm)];
  return statements.flatMap(([statement, path = ""]) => {
    const to = part(posix.join(posix.dirname(file), path));
    const isBelow = (rows.get(to) ?? 0) > (rows.get(part(file)) ?? 0);
    return isBelow && !isExempt(file, to, statement) ? [`src/${file} imports ${to}`] : [];
  });
}

test("the table of layers has every folder and file of src/", () => {
  expect([...rows.keys()].sort()).toEqual([...new Set(files.map(part))].sort());
});

test("no file imports from a layer below its own", () => {
  expect(files.flatMap(importsFromBelow)).toEqual([]);
});
