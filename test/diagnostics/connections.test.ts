import { spawnSync } from "node:child_process";
import { attemptEach, attemptRepeatedly, attemptsIn } from "../../src/diagnostics/connections";
import { inFolder } from "../helpers/folder";

const LOKI = { host: "10.0.0.1", port: 3100 };
const AGENT = { host: "fd00::2", port: 12345 };

/** Replaces the two programs by a shell's functions: only Loki answers. */
function run(script: string): string {
  const programs = { nc: '[ "$3" = 10.0.0.1 ] && echo "HTTP/1.0 404 Not Found"', timeout: 'shift; "$@"' };
  const files = Object.fromEntries(Object.entries(programs).map(([name, text]) => [name, `#!/bin/sh\n${text}\n`]));
  return inFolder(files, (folder) => {
    const path = `${folder}:${process.env["PATH"]}`;
    spawnSync("chmod", ["+x", ...Object.keys(files)], { cwd: folder });
    return spawnSync("sh", ["-c", script], { env: { PATH: path }, encoding: "utf8" }).stdout;
  });
}

test("reports for each endpoint whether its server answers", () => {
  const attempts = attemptsIn(run(attemptEach([LOKI, AGENT])));
  expect(attempts).toHaveLength(2);
  expect(attempts).toContainEqual({ ...LOKI, isOpen: true });
  expect(attempts).toContainEqual({ ...AGENT, isOpen: false });
});

test("tries one endpoint until the script is stopped", () => {
  const script = attemptRepeatedly(LOKI).replace("while true", "for each in 1 2").replace("sleep 1", "sleep 0");
  expect(attemptsIn(run(script))).toEqual([
    { ...LOKI, isOpen: true },
    { ...LOKI, isOpen: true },
  ]);
});

test("ignores what else the log contains", () => {
  expect(attemptsIn("nc: bad address\nopen sesame\nclosed 10.0.0.1 3100\n")).toEqual([{ ...LOKI, isOpen: false }]);
});
