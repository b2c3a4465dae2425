import { type ChildProcess, spawn, spawnSync } from "node:child_process";

/** Whether this machine can give processes mounts of their own: Linux, as root. */
export function canMount(): boolean {
  return process.platform === "linux" && spawnSync("unshare", ["--mount", "true"]).status === 0;
}

/**
 * Mounts that nobody else sees. A process that waits holds them, as a pod's pause container does, so that they outlive
 * the programs in them. It ends with the tests, however those end, and the mounts with it.
 */
export class MountNamespace {
  private constructor(private readonly holder: ChildProcess) {}

  /** @throws Error with what the shell said, where the script fails */
  static async open(script: string): Promise<MountNamespace> {
    const holder = spawn("unshare", ["--mount", "sh", "-euc", `mount --make-rprivate /\n${script}\necho; exec cat`]);
    let said = "";
    holder.stderr.on("data", (data: Buffer) => {
      said += data.toString();
    });
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once("data", () => resolve());
      holder.once("close", () => reject(new Error(`the mounts fail: ${said}`)));
    });
    return new MountNamespace(holder);
  }

  /** Runs a shell script in it, to its end. @throws Error with what the shell said, where it fails */
  run(script: string): string {
    const { status, stdout, stderr } = spawnSync("nsenter", [...this.entering, "sh", "-euc", script], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${script} fails: ${stderr}`);
    return stdout;
  }

  /** Starts a program in it. What enters becomes the program, so that a signal to the one reaches the other. */
  spawn(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    return spawn("nsenter", [...this.entering, ...command], { env, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Where a file of it can be read from outside. */
  at(path: string): string {
    return `/proc/${this.holder.pid}/root${path}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.holder.once("close", resolve));
    if (this.holder.kill("SIGKILL")) await closed;
  }

  private get entering(): readonly string[] {
    return [`--mount=/proc/${this.holder.pid}/ns/mnt`, "--"];
  }
}
