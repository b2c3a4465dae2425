import { stampedLog } from "../../src/verify/drill/stamped-log";

test("the time of the last line is told, and every line without its own", () => {
  const log = "2026-01-01T10:00:00.123456789Z one\n2026-01-01T12:00:01.5+02:00 two: 2026-01-01T10:00:00Z three\n";
  expect(stampedLog(log)).toEqual({
    text: "one\ntwo: 2026-01-01T10:00:00Z three\n",
    lastAt: new Date(Date.UTC(2026, 0, 1, 10, 0, 1, 500)),
  });
});

test("a container that has written nothing has no time", () => {
  expect(stampedLog("")).toEqual({ text: "", lastAt: null });
});
