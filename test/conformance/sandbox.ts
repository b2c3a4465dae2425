import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The user that the chart's container runs as. */
const LOKI_USER = 10_001;

export interface SandboxProps {
  /** A static binary. */
  readonly binary: string;
  /** Where the pod may write. */
  readonly writable: readonly string[];
  /** The texts of the files that the pod reads, by their path in it. */
  readonly files: Readonly<Record<string, string>>;
}

/** Whether this machine can give a process a root of its own: Linux, as root. */
export function canSandbox(): boolean {
  return process.platform === "linux" && spawnSync("unshare", ["--mount", "true"]).status === 0;
}

/**
 * A root folder as the pod has it: read-only but for the mounts that the plan declares, and without anything that a
 * distroless image has not.
 */
export class Sandbox {
  private readonly folder = mkdtempSync(join(tmpdir(), "pod-"));
  private program: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly props: SandboxProps) {
    chmodSync(this.folder, 0o755);
    this.write("/bin/program", (file) => cpSync(props.binary, file, { dereference: true }));
    for (const [path, text] of Object.entries(props.files)) this.write(path, (file) => writeFileSync(file, text));
    for (const path of props.writable) this.own(path);
  }

  /** Starts the program as the container's user. Its log lines go to the listener. */
  start(args: readonly string[], onLog: (text: string) => void): void {
    // Each of these becomes the next, so that one process is all there is; Ctrl-C ends it together with the tests.
    const program = spawn("unshare", ["--mount", "sh", "-euc", this.script(), "sh", ...args]);
    this.ended = new Promise((resolve) => program.once("close", () => resolve()));
    program.stdout.on("data", (data: Buffer) => onLog(data.toString()));
    program.stderr.on("data", (data: Buffer) => onLog(data.toString()));
    this.program = program;
  }

  /** Whether it has ended by itself. */
  get hasEnded(): boolean {
    return (this.program?.exitCode ?? this.program?.signalCode ?? null) !== null;
  }

  /** Ends the program and removes its root. */
  async remove(): Promise<void> {
    this.program?.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private script(): string {
    const writable = this.props.writable.map((path) => `mount --bind "${this.at(path)}" "${this.at(path)}"`);
    return [
      "mount --make-rprivate /",
      `mount --bind "${this.folder}" "${this.folder}"`,
      ...writable,
      `mount -o remount,bind,ro "${this.folder}"`,
      `exec chroot --userspec=${LOKI_USER}:${LOKI_USER} "${this.folder}" /bin/program "$@"`,
    ].join("\n");
  }

  private write(path: string, to: (file: string) => void): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    to(this.at(path));
  }

  private own(path: string): void {
    mkdirSync(this.at(path), { recursive: true });
    chownSync(this.at(path), LOKI_USER, LOKI_USER);
  }

  private at(path: string): string {
    return join(this.folder, path);
  }
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
