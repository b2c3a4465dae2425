import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checks } from "../../src/checks";
import { ROOT } from "../example";

const lessons = readFileSync(join(ROOT, "docs", "lessons.md"), "utf8");
const rows = lessons.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| what happened"));

/** The checks that a row names: every name in backticks after the word "check", up to the next sentence. */
function namedChecks(row: string): readonly string[] {
  const phrases = [...row.matchAll(/\bchecks? (`[^.;:|]*)/g)].map(([, phrase = ""]) => phrase);
  return phrases.flatMap((phrase) => [...phrase.matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name));
}

test("every check that a lesson names exists", () => {
  const named = rows.flatMap(namedChecks);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((name) => !checks.some(({ id }) => id === name))).toEqual([]);
});

test.each(rows.map((row) => [row.split("|")[1]?.trim() ?? "", row.split("|")[2] ?? ""]))(
  "%s: it says what prevents it, or that nothing does",
  (_, now) => {
    expect(now).toMatch(
      /checks? `|structure:|nothing yet|test\/|README|docs\/decisions|`alloy\.drop`|on a real cluster|has its reason/,
    );
  },
);
