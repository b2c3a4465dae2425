import { reportScreen } from "../../../src/diagnostics/reporters/screen";
import { type Colors, PLAIN } from "../../../src/diagnostics/reporters/terminal";
import { ALL_STATUSES, PASSING, SUITE } from "./samples";

test("prints one line for each diagnostic, what to do about failures, and a summary", () => {
  expect(reportScreen(SUITE, [ALL_STATUSES], PLAIN)).toBe(`\
✔ the nodes works          5 of 5 nodes  1.5 s
    cordoned: worker-1
! the volume works  1.5 s
    got       90 % used
    expected  room
    cause     The disk is gone.
              → look for it
○ the configuration works  not deployed: another digest  1.5 s
✖ the loki works  1.5 s
    got       503
    expected  200
    cause     It replays its write-ahead log.
              → kubectl --namespace logs logs loki-0
    or        The disk is gone.
              → look for it
- the grafana works        skipped: no URL
- blocked by loki: labels, marker

Failed: loki (exit code 8: Loki does not work).`);
});

test("prints several clusters under their names", () => {
  const text = reportScreen(SUITE, [PASSING, ALL_STATUSES], PLAIN);
  expect(text).toMatch(
    /^test \(https:\/\/test\.example\.com:6443\)\n\n✔ the nodes works .*\n\nIt works\.\n\n\nprod \(/,
  );
});

test("paints only failures red", () => {
  const bad = (text: string) => `<red>${text}</red>`;
  const colors: Colors = { ...PLAIN, bad };
  const red = reportScreen(SUITE, [ALL_STATUSES], colors)
    .split("\n")
    .filter((line) => line.includes("<red>"));
  expect(red).toEqual([
    "<red>✖ the loki works</red>  1.5 s",
    "<red>Failed: loki (exit code 8: Loki does not work).</red>",
  ]);
});

test("does not paint red what is not deployed", () => {
  const results = ALL_STATUSES.results.filter(({ id }) => id === "configuration");
  expect(reportScreen(SUITE, [{ ...ALL_STATUSES, results }], { ...PLAIN, bad: () => "red" })).toMatch(
    /\nNot deployed: configuration \(exit code 5: .*\)\.$/,
  );
});

test("adds warnings to the success", () => {
  const results = ALL_STATUSES.results.filter(({ id }) => id === "volume");
  expect(reportScreen(SUITE, [{ ...ALL_STATUSES, results }], PLAIN)).toMatch(/\nIt works, with warnings: volume\.$/);
});
