import { spawnSync } from "node:child_process";
import { dirname } from "node:path";

/** What came of a command that an alert's text tells a person to run next. */
export interface NextStep {
  readonly command: string;
  readonly status: number | null;
  /** What it printed: lines alone, and not what it did to get them. */
  readonly lines: string;
}

/** The command of logcli that a text ends with, as a person would run it, or null where there is none. */
export function takeNextStep(text: string, logcli: string, address: string): NextStep | null {
  const [, command] = /Next: (logcli .*)$/.exec(text) ?? [];
  if (command === undefined) return null;
  const env = { PATH: `${dirname(logcli)}:${process.env["PATH"]}`, LOKI_ADDR: address, HOME: "/nonexistent" };
  const { status, stdout } = spawnSync("sh", ["-c", command], { encoding: "utf8", timeout: 60_000, env });
  return { command, status, lines: stdout };
}
