import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MountNamespace } from "./mount-namespace";
import { mounting, type Volume } from "./volume";

/** The user that the chart's container runs as. */
const LOKI_USER = 10_001;

/** Where the pod has the binary. */
const PROGRAM = "/bin/program";

export interface SandboxProps {
  /** A static binary. */
  readonly binary: string;
  readonly volumes: readonly Volume[];
  /** The texts of the files that the pod reads, by their path in it. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ProgramProps {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly onLog: (text: string) => void;
}

/**
 * A root folder as the pod has it: read-only but for the volumes that the plan declares, and without anything that a
 * distroless image has not. Its volumes outlive the program in it.
 */
export class Sandbox {
  private program: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly mounts: MountNamespace,
  ) {}

  /** @throws Error with what the shell said, where a volume can't be mounted; then nothing is left */
  static async make(props: SandboxProps): Promise<Sandbox> {
    const folder = mkdtempSync(join(tmpdir(), "pod-"));
    try {
      chmodSync(folder, 0o755);
      fill(folder, props);
      return new Sandbox(folder, await MountNamespace.open(mountAll(folder, props)));
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  /** Starts the program as the container's user. */
  start({ args, env, onLog }: ProgramProps): void {
    const user = `--userspec=${LOKI_USER}:${LOKI_USER}`;
    const program = this.mounts.spawn(["chroot", user, this.folder, PROGRAM, ...args], {
      PATH: process.env["PATH"],
      ...env,
    });
    this.ended = new Promise((resolve) => program.once("close", () => resolve()));
    program.stdout?.on("data", (data: Buffer) => onLog(data.toString()));
    program.stderr?.on("data", (data: Buffer) => onLog(data.toString()));
    this.program = program;
  }

  /** Whether the program has been started and runs no more. */
  get hasEnded(): boolean {
    return (this.program?.exitCode ?? this.program?.signalCode ?? null) !== null;
  }

  /** The running program's number on this machine. @throws Error where none runs */
  get pid(): number {
    const pid = this.program?.pid;
    if (pid === undefined || this.hasEnded) throw new Error("the program doesn't run");
    return pid;
  }

  /** Ends the program, and waits until it has ended. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.program?.kill(signal);
    await this.ended;
  }

  /** Makes a volume empty, as it is in another pod. The program must not run. */
  renew(path: string): void {
    this.mounts.run(`find "${join(this.folder, path)}" -mindepth 1 -delete`);
  }

  /** Where the pod's file or folder can be reached from outside. */
  at(path: string): string {
    return this.mounts.at(join(this.folder, path));
  }

  /** Ends the program and removes its root. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await this.mounts.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Makes the pod's files, and what volumes and the program are mounted on. */
function fill(folder: string, { volumes, files }: SandboxProps): void {
  for (const [path, text] of Object.entries({ ...files, [PROGRAM]: "" })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const { path } of volumes) mkdirSync(join(folder, path), { recursive: true });
}

function mountAll(folder: string, { binary, volumes }: SandboxProps): string {
  return [
    `mount --bind "${folder}" "${folder}"`,
    `mount -o bind,ro "${binary}" "${join(folder, PROGRAM)}"`,
    // A mount below a volume would be hidden by it.
    ...[...volumes]
      .sort((one, other) => one.path.length - other.path.length)
      .map(({ path, medium }) => mounting(medium, join(folder, path), LOKI_USER)),
    `mount -o remount,bind,ro "${folder}"`,
  ].join("\n");
}
