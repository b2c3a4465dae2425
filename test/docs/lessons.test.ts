import { checks } from "../../src/checks";
import { diagnostics as preflight } from "../../src/preflight";
import { diagnostics as verify } from "../../src/verify";
import { documentText } from "../helpers/documents";

const rows = documentText("docs/lessons.md")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| what happened"));

/** The names in a row: every name in backticks after the word, up to the next sentence. */
function named(row: string, word: "check" | "diagnostic"): readonly string[] {
  const phrases = [...row.matchAll(new RegExp(`\\b${word}s? (\`[^.;:|]*)`, "gi"))].map(([, phrase = ""]) => phrase);
  return phrases.flatMap((phrase) => [...phrase.matchAll(/`([a-z-]+)`/g)].map(([, name = ""]) => name));
}

test("every check that a lesson names exists", () => {
  const names = rows.flatMap((row) => named(row, "check"));
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !checks.some(({ id }) => id === name))).toEqual([]);
});

test("every diagnostic that a lesson names exists", () => {
  const ids = [...preflight, ...verify].map(({ id }) => id);
  const names = rows.flatMap((row) => named(row, "diagnostic"));
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !ids.includes(name))).toEqual([]);
});

test.each(rows.map((row) => [row.split("|")[1]?.trim() ?? "", row.split("|")[2] ?? ""]))(
  "%s states what prevents it, or that nothing does",
  (_, now) => {
    expect(now).toMatch(
      /checks? `|diagnostics? `|structure:|nothing yet|test\/|operations\.md#|decisions\/|`alloy\.drop`|on a real cluster|has its reason/i,
    );
  },
);
