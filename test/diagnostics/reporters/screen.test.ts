import { screen } from "../../../src/diagnostics/reporters/screen";
import { type Colours, PLAIN } from "../../../src/diagnostics/reporters/terminal";
import { EVERYTHING, INSPECTION, WORKING } from "./seen";

test("what was seen is one screen: a line a link, what to do where one is wrong, and a last line that says it all", () => {
  expect(screen(INSPECTION, [EVERYTHING], PLAIN)).toBe(`\
✔ the nodes works          5 of 5 nodes  1.5 s
    one is cordoned: <node>
! the volume works  1.5 s
    found   90 % used
    expected  room
    likely  The <thing> is gone.
            → look for it
○ the configuration works  not deployed yet: another digest  1.5 s
✖ the loki works  1.5 s
    found   503
    expected  200
    likely  It reads its log anew.
            → kubectl -n logs logs loki-0
    or      The <thing> is gone.
            → look for it
- the grafana works        not measured: nobody said where
- not reached, behind loki: labels, marker

Broken at: the loki works (exit code 8: Loki itself).`);
});

test("several clusters are told under their names", () => {
  const text = screen(INSPECTION, [WORKING, EVERYTHING], PLAIN);
  expect(text).toMatch(
    /^test \(https:\/\/test\.example\.com:6443\)\n\n✔ the nodes works .*\n\nIt works\.\n\n\nprod \(/,
  );
});

test("red is for what is broken alone", () => {
  const bad = (text: string) => `<red>${text}</red>`;
  const colours: Colours = { ...PLAIN, bad };
  const red = screen(INSPECTION, [EVERYTHING], colours)
    .split("\n")
    .filter((line) => line.includes("<red>"));
  expect(red).toEqual([
    "<red>✖ the loki works</red>  1.5 s",
    "<red>Broken at: the loki works (exit code 8: Loki itself).</red>",
  ]);
});

test("what isn't deployed yet is no fault", () => {
  const results = EVERYTHING.results.filter(({ id }) => id === "configuration");
  expect(screen(INSPECTION, [{ ...EVERYTHING, results }], { ...PLAIN, bad: () => "red" })).toMatch(
    /\nNot deployed yet: the configuration works \(exit code 5: .*\)\.$/,
  );
});

test("a doubt is told with the success", () => {
  const results = EVERYTHING.results.filter(({ id }) => id === "volume");
  expect(screen(INSPECTION, [{ ...EVERYTHING, results }], PLAIN)).toMatch(
    /\nIt works, and something is wrong at: volume\.$/,
  );
});
