import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The user that the chart's container runs as. */
const LOKI_USER = 10_001;

export interface SandboxProps {
  /** A static binary. */
  readonly binary: string;
  /** Where the pod may write. */
  readonly writable: readonly string[];
  /** Files that the pod reads, by their path in it. */
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
  /** The program's process group, while it runs. */
  private group: number | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(private readonly props: SandboxProps) {
    chmodSync(this.folder, 0o755);
    this.copy(props.binary, "/bin/program");
    for (const [path, source] of Object.entries(props.files)) this.copy(source, path);
    for (const path of props.writable) this.own(path);
  }

  /** Starts the program as the container's user. Its log lines go to the listener. */
  start(args: readonly string[], onLog: (text: string) => void): void {
    // A process group of its own, so that all of it can be ended.
    const child = spawn("unshare", ["--mount", "sh", "-euc", this.script(), "sh", ...args], { detached: true });
    this.ended = new Promise((resolve) =>
      child.once("close", () => {
        this.group = undefined;
        resolve();
      }),
    );
    child.stdout.on("data", (data: Buffer) => onLog(data.toString()));
    child.stderr.on("data", (data: Buffer) => onLog(data.toString()));
    this.group = child.pid;
  }

  /** Ends the program and removes its root. */
  async remove(): Promise<void> {
    if (this.group !== undefined) process.kill(-this.group, "SIGKILL");
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

  private copy(source: string, path: string): void {
    cpSync(source, this.at(path), { recursive: true, dereference: true });
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
