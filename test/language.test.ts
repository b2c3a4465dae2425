import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./helpers/example";

/** Words for which plain English has a common one. */
const BANNED_WORDS =
  /\b(mend(s|ed|ing)?|reckon(s|ed|ing)?|whoever|for ever|slips? of the pen|may well be|that nobody)\b/i;

/** Names of the past, as words joined by "-". They are in no dictionary, or mean something else than they meant here. */
const OLD_NAMES = ["judgement", "slip", "unless-absent", "in-settings", "relied-on", "stand-in"];

function filesIn(...roots: readonly string[]): readonly string[] {
  const paths = roots.flatMap((root) => {
    if (statSync(join(PROJECT, root)).isFile()) return [root];
    return readdirSync(join(PROJECT, root), { recursive: true, encoding: "utf8" }).map((path) => join(root, path));
  });
  // A benchmark installs its own packages in lab/startup/template.
  const own = paths.filter((path) => !path.includes("node_modules") && path !== "test/language.test.ts");
  return own.filter((path) => /\.(ts|mjs|cjs|md|yaml)$/.test(path));
}

function linesOf(path: string): readonly (readonly [string, string])[] {
  const lines = readFileSync(join(PROJECT, path), "utf8").split("\n");
  return lines.map((line, index) => [`${path}:${index + 1}`, line.trim()]);
}

/** Splits "reliedOn", "RELIED_ON" and "relied-on" into the same words. */
function oldNamesIn(text: string): readonly string[] {
  const words = (text.match(/[A-Za-z][\w-]*/g) ?? []).map((name) =>
    name
      .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
      .replaceAll("_", "-")
      .toLowerCase(),
  );
  return OLD_NAMES.filter((old) => words.some((name) => `-${name}-`.includes(`-${old}-`)));
}

test("prose has no banned word", () => {
  // An installation writes its own rules as it likes. .ci/run compares the shipped ones with this copy.
  const lines = filesIn("src", "docs", "test/shipped", "README.md").flatMap(linesOf);
  const found = lines.filter(([, line]) => BANNED_WORDS.test(line)).map(([at, line]) => `${at}: ${line}`);
  expect(found).toEqual([]);
});

test("no name and no path is an old one", () => {
  const paths = filesIn("src", "test", "tools", "lab", "bin", "docs");
  const code = paths.filter((path) => !path.endsWith(".md")).flatMap(linesOf);
  const texts = [...paths.map((path) => [path, path] as const), ...code];
  const found = texts.flatMap(([at, text]) => oldNamesIn(text).map((name) => `${at}: ${name}`));
  expect(found).toEqual([]);
});

test.each(["reliedOn", "RELIED_ON", "relied-on", "isReliedOn"])("%s is an old name", (name) => {
  expect(oldNamesIn(`const ${name} = 1;`)).toEqual(["relied-on"]);
});

test.each(["understanding", "slipped", "outstanding"])("%s is no old name", (name) => {
  expect(oldNamesIn(`const ${name} = 1;`)).toEqual([]);
});
