import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ByteSize } from "../../src/units";

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

/** Where a pod may write. */
export interface Volume {
  readonly path: string;
  readonly medium: Medium;
}

/** A folder of this machine's disk, or a file system of its own: in memory, or ext4 on an image. */
export type Medium =
  | { readonly kind: "folder" }
  | { readonly kind: "memory"; readonly size: ByteSize }
  | { readonly kind: "image"; readonly size: ByteSize };

export const FOLDER: Medium = { kind: "folder" };

/**
 * The shell's commands that mount a volume.
 * @param at the folder that it is mounted on
 * @param user who may write to it
 */
export function mounting(medium: Medium, at: string, user: number): string {
  return [...mount(medium, at), `chown ${user}:${user} "${at}"`].join("\n");
}

function mount(medium: Medium, at: string): readonly string[] {
  switch (medium.kind) {
    case "folder":
      return [`mount --bind "${at}" "${at}"`];
    case "memory":
      return [`mount -t tmpfs -o size=${medium.size.toBytes()} tmpfs "${at}"`];
    case "image":
      // Not beside the folder: the pod's root can't become read-only while a file in it is open. The mount keeps the
      // image, whose name goes with the subshell, whether that succeeds or fails.
      return [
        "(",
        "image=$(mktemp)",
        `trap 'rm "$image"' EXIT`,
        `truncate -s ${medium.size.toBytes()} "$image"`,
        'mkfs.ext4 -q "$image"',
        `mount -o loop "$image" "${at}"`,
        ")",
      ];
  }
}

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

const ROOT_USER = 0;

/** Whether this machine can mount images in mounts of their own, too: it has mkfs.ext4 and a free loop device. */
export function canMountImages(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const script = mounting({ kind: "image", size: ByteSize.mebibytes(1) }, folder, ROOT_USER);
  try {
    return spawnSync("unshare", ["--mount", "sh", "-euc", script]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
