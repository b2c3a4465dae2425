import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { documentText } from "../helpers/documents";
import { PROJECT } from "../helpers/example";

const pages = [
  ...filesIn(".", false).filter((path) => path.endsWith(".md")),
  ...filesIn("docs", true).filter((path) => path.endsWith(".md")),
  "rules/fixtures/README.md",
];

/** The paths of a folder's files, relative to the project's folder. */
function filesIn(folder: string, recursive: boolean): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive, encoding: "utf8" }).map((path) => posix.join(folder, path));
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "code");
}

/** The anchors that GitHub gives to the headings of a page. */
function anchors(path: string): readonly string[] {
  const headings = documentText(path)
    .replaceAll(/^```.*?^```$/gms, "")
    .matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Whether a link from one page leads to a file of the project, and to a heading of it. */
function resolves(from: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? from : posix.join(posix.dirname(from), file);
  return existsSync(join(PROJECT, target)) && (anchor === undefined || anchors(target).includes(anchor));
}

test.each(pages)("every relative link of %s resolves", (page) => {
  const links = [...withoutCode(documentText(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const relative = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(relative.filter((link) => !resolves(page, link))).toEqual([]);
});

test("README links to every page of docs/", () => {
  const readme = documentText("README.md");
  const missing = filesIn("docs", false).filter((path) => path.endsWith(".md") && !readme.includes(`](${path})`));
  expect(missing).toEqual([]);
});

test.each(["src", "rules", "values", "tools", "lab"])("every page that %s names exists", (folder) => {
  const sources = filesIn(folder, true).filter((path) => /\.(ts|mjs|yaml|json)$/.test(path));
  const named = sources.flatMap((path) =>
    [...readFileSync(join(PROJECT, path), "utf8").matchAll(/(?<![\w/])docs\/[\w/-]+\.md(?:#[\w-]+)?/g)].map(
      ([link]) => link,
    ),
  );
  expect(named.filter((link) => !resolves(".", link))).toEqual([]);
});

test.each(pages)("every path of the project that %s names exists", (page) => {
  const text = documentText(page).replaceAll(/^```.*?^```$/gms, "");
  const named = [...text.matchAll(/`((?:src|test|rules|values|docs|lab|tools)\/[\w./-]*)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(named.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
