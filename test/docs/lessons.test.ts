import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks } from "../../src/checks";
import { links as preflight } from "../../src/preflight";
import { links as verify } from "../../src/verify";
import { PROJECT } from "../helpers/example";

const lessons = readFileSync(join(PROJECT, "docs", "lessons.md"), "utf8");
const rows = lessons.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| what happened"));

/** What a row names: every name in backticks after such a word, up to the next sentence. */
function named(row: string, word: "check" | "link"): readonly string[] {
  const phrases = [...row.matchAll(new RegExp(`\\b${word}s? (\`[^.;:|]*)`, "g"))].map(([, phrase = ""]) => phrase);
  return phrases.flatMap((phrase) => [...phrase.matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name));
}

test("every check that a lesson names exists", () => {
  const names = rows.flatMap((row) => named(row, "check"));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !checks.some(({ id }) => id === name))).toEqual([]);
});

test("every link that a lesson names exists", () => {
  const ids = [...preflight, ...verify].map(({ id }) => id);
  const names = rows.flatMap((row) => named(row, "link"));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !ids.includes(name))).toEqual([]);
});

test.each(rows.map((row) => [row.split("|")[1]?.trim() ?? "", row.split("|")[2] ?? ""]))(
  "%s: it says what prevents it, or that nothing does",
  (_, now) => {
    expect(now).toMatch(
      /checks? `|links? `|structure:|nothing yet|test\/|README|docs\/decisions|`alloy\.drop`|on a real cluster|has its reason/,
    );
  },
);
