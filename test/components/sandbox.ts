import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ByteSize } from "../../src/units";

/** The user of the chart's container. */
const LOKI_USER = 10_001;

/** The path of the binary in the sandbox. */
const PROGRAM = "/bin/program";

interface SandboxProps {
  /** A statically linked binary. */
  readonly binary: string;
  readonly volumes: readonly Volume[];
  /** The contents of the pod's read-only files, by path. */
  readonly files: Readonly<Record<string, string>>;
}

interface ProgramProps {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly onLog: (text: string) => void;
}

/**
 * A root file system like the pod's: read-only except for the declared volumes, and empty like a distroless image. The
 * volumes outlive the program.
 */
export class Sandbox {
  private program: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly mounts: MountNamespace,
  ) {}

  /** @throws Error with the shell's message if a volume can't be mounted, after removing everything */
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

  /** Whether the program was started and has ended. */
  get hasEnded(): boolean {
    return (this.program?.exitCode ?? this.program?.signalCode ?? null) !== null;
  }

  /** The process ID of the program. @throws Error if it doesn't run */
  get pid(): number {
    const pid = this.program?.pid;
    if (pid === undefined || this.hasEnded) throw new Error("the program is not running");
    return pid;
  }

  /** Sends the signal and waits until the program has ended. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.program?.kill(signal);
    await this.ended;
  }

  /** Empties a volume, as an emptyDir is in a new pod. The program must not run. */
  emptyVolume(path: string): void {
    this.mounts.run(`find "${join(this.folder, path)}" -mindepth 1 -delete`);
  }

  /** Returns the path on this machine of a file or folder in the sandbox. */
  at(path: string): string {
    return this.mounts.at(join(this.folder, path));
  }

  /** Kills the program and removes the sandbox. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await this.mounts.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Creates the files, and the mount points of the volumes and the program. */
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
    // A volume mounted later would hide a mount below it.
    ...[...volumes]
      .sort((one, other) => one.path.length - other.path.length)
      .map(({ path, medium }) => mountCommands(medium, join(folder, path), LOKI_USER)),
    `mount -o remount,bind,ro "${folder}"`,
  ].join("\n");
}

/** A writable folder of a pod. */
export interface Volume {
  readonly path: string;
  readonly medium: Medium;
}

/** A folder on this machine's disk, or a file system of its own: a tmpfs, or ext4 on an image. */
export type Medium =
  | { readonly kind: "folder" }
  | { readonly kind: "memory"; readonly size: ByteSize }
  | { readonly kind: "image"; readonly size: ByteSize };

export const FOLDER: Medium = { kind: "folder" };

/**
 * Returns the shell commands that mount a volume.
 * @param at the mount point
 * @param user the owner of the volume
 */
export function mountCommands(medium: Medium, at: string, user: number): string {
  return [...mountCommand(medium, at), `chown ${user}:${user} "${at}"`].join("\n");
}

function mountCommand(medium: Medium, at: string): readonly string[] {
  switch (medium.kind) {
    case "folder":
      return [`mount --bind "${at}" "${at}"`];
    case "memory":
      return [`mount -t tmpfs -o size=${medium.size.toBytes()} tmpfs "${at}"`];
    case "image":
      // The image must not be inside the sandbox, whose root can't become read-only while a file in it is open. The mount
      // keeps the deleted image alive; the subshell deletes its name on success and on failure.
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

/** Returns true if this machine can create mount namespaces: on Linux, as root. */
export function canMount(): boolean {
  return process.platform === "linux" && spawnSync("unshare", ["--mount", "true"]).status === 0;
}

/**
 * A mount namespace. A waiting process holds it, like a pod's pause container, so the mounts outlive the programs in it. The
 * process ends with the tests, even after a crash, and the mounts with it.
 */
export class MountNamespace {
  private constructor(private readonly holder: ChildProcess) {}

  /** @throws Error with the shell's message if the script fails */
  static async open(script: string): Promise<MountNamespace> {
    const holder = spawn("unshare", ["--mount", "sh", "-euc", `mount --make-rprivate /\n${script}\necho; exec cat`]);
    let errors = "";
    holder.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once("data", () => resolve());
      holder.once("close", () => reject(new Error(`mounting failed: ${errors}`)));
    });
    return new MountNamespace(holder);
  }

  /** Runs a shell script in the namespace to completion. @throws Error with the shell's message if it fails */
  run(script: string): string {
    const { status, stdout, stderr } = spawnSync("nsenter", [...this.entering, "sh", "-euc", script], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
    return stdout;
  }

  /** Starts a program in the namespace. nsenter replaces itself with the program, so signals reach the program. */
  spawn(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    return spawn("nsenter", [...this.entering, ...command], { env, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Returns the path outside the namespace of a file in it. */
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

export const ROOT_USER = 0;

/** Returns true if this machine can also mount images: it has mkfs.ext4 and a free loop device. */
export function canMountImages(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const script = mountCommands({ kind: "image", size: ByteSize.mebibytes(1) }, folder, ROOT_USER);
  try {
    return spawnSync("unshare", ["--mount", "sh", "-euc", script]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
