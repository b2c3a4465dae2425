import { stampedLog } from "../../../src/verify/log-path-drill/drill-pods";

test("reads the time of the last line, and removes the time of every line", () => {
  const log = "2026-01-01T10:00:00.123456789Z one\n2026-01-01T12:00:01.5+02:00 two: 2026-01-01T10:00:00Z three\n";
  expect(stampedLog(log)).toEqual({
    text: "one\ntwo: 2026-01-01T10:00:00Z three\n",
    lastAt: new Date(Date.UTC(2026, 0, 1, 10, 0, 1, 500)),
  });
});

test("reads no time from an empty log", () => {
  expect(stampedLog("")).toEqual({ text: "", lastAt: null });
});
