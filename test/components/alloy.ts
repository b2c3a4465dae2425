import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Texts } from "../../src/alerting/fixtures/fixture";
import { Metrics } from "../../src/diagnostics/metrics";
import { Duration } from "../../src/units";
import { findTool } from "./available";
import { freePort, get, getText } from "./http";
import { canMount, FOLDER, type Medium, MountNamespace, mountCommands, ROOT_USER } from "./sandbox";
import { until } from "./until";

export interface RunningAlloyProps {
  readonly binary: string;
  /** The text of the pipeline. */
  readonly pipeline: string;
  /** The node's disk, with its /var/log and the agent's storage path. @default a folder */
  readonly disk?: Medium;
  /** The environment that the chart sets. */
  readonly env?: Texts;
  /** The time between SIGTERM and SIGKILL. @default Kubernetes' 30 s */
  readonly gracePeriod?: Duration;
  /** Shell commands that mount more, run in the agent's mount namespace before it starts. */
  readonly mounts?: string;
  /** The path of systemd-journald, to give the node a journal. @default no journal */
  readonly journald?: string;
}

const READY = { seconds: 60, everyMs: 100 };

/**
 * A real Alloy on a node of its own: a mount namespace whose /var/log is a folder of the tests, because the pipeline reads
 * /var/log/pods. The disk outlives the process, as a host path outlives the pod.
 */
export class RunningAlloy {
  private logged = "";
  private process: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private readonly journald: ChildProcess | null;

  private constructor(
    private readonly props: RunningAlloyProps,
    private readonly folder: string,
    private readonly node: MountNamespace,
    private readonly port: number,
  ) {
    const { journald } = props;
    this.journald = journald === undefined ? null : node.spawn([journald], { PATH: process.env["PATH"] });
  }

  /**
   * Prepares the node, without starting the agent, so that files can exist before.
   * @throws Error with the shell's message if something can't be mounted, after removing everything
   */
  static async prepare(props: RunningAlloyProps): Promise<RunningAlloy> {
    const folder = mkdtempSync(join(tmpdir(), "node-"));
    try {
      const node = await MountNamespace.open(mountAll(folder, props));
      writeFileSync(join(folder, "config.alloy"), props.pipeline);
      return new RunningAlloy(props, folder, node, await freePort());
    } catch (error) {
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  /** Prepares the node, and starts its agent. @throws Error with the end of its log if it doesn't become ready */
  static async start(props: RunningAlloyProps): Promise<RunningAlloy> {
    const alloy = await RunningAlloy.prepare(props);
    try {
      await alloy.startProcess();
      return alloy;
    } catch (error) {
      await alloy.remove();
      throw error;
    }
  }

  /** The agent's log, including that of earlier processes. */
  get log(): string {
    return this.logged;
  }

  /** The process ID. @throws Error if the agent doesn't run */
  get pid(): number {
    const pid = this.process?.pid;
    if (pid === undefined || this.hasEnded) throw new Error(`Alloy is not running\n${this.logged.slice(-4_000)}`);
    return pid;
  }

  /** The node's /var/log, as seen by this machine. */
  get logFolder(): string {
    return this.node.at(join(this.folder, DISK, LOG));
  }

  /** The path on this machine of the node's disk. */
  get diskFolder(): string {
    return this.node.at(join(this.folder, DISK));
  }

  /** Starts the process, and waits until it is ready. @throws Error with the end of its log otherwise */
  async startProcess(): Promise<void> {
    const args = [
      ...["run", join(this.folder, "config.alloy"), `--storage.path=${this.storagePath}`],
      ...[`--server.http.listen-addr=127.0.0.1:${this.port}`, "--disable-reporting"],
    ];
    const child = this.node.spawn([this.props.binary, ...args], { PATH: process.env["PATH"], ...this.props.env });
    this.ended = new Promise((resolve) => child.once("close", () => resolve()));
    const note = (data: Buffer) => {
      this.logged += data.toString();
    };
    child.stdout?.on("data", note);
    child.stderr?.on("data", note);
    this.process = child;
    await until("Alloy is ready", READY, async () => this.pid > 0 && this.isReady()).catch((error: unknown) => {
      throw new Error(`${error}\n${this.logged.slice(-4_000)}`);
    });
  }

  /** Kills the process, as the kernel's OOM killer does. */
  async kill(): Promise<void> {
    this.process?.kill("SIGKILL");
    await this.ended;
  }

  /**
   * Stops the process as the kubelet does: with SIGTERM, and SIGKILL after the grace period.
   * @returns whether it ended within the grace period
   */
  async stop(): Promise<boolean> {
    const { gracePeriod = Duration.seconds(30) } = this.props;
    let isInTime = true;
    this.process?.kill("SIGTERM");
    const timer = setTimeout(() => {
      isInTime = false;
      this.process?.kill("SIGKILL");
    }, gracePeriod.toSeconds() * 1_000);
    await this.ended;
    clearTimeout(timer);
    return isInTime;
  }

  /** @throws Error if the request fails */
  async metrics(): Promise<Metrics> {
    return new Metrics(await getText(`http://127.0.0.1:${this.port}/metrics`));
  }

  /** Returns the text of the positions file of a component, such as "loki.source.file.pods". */
  positions(component: string): string {
    return readFileSync(this.node.at(join(this.storagePath, component, "positions.yml")), "utf8");
  }

  /** Writes lines to the node's journal, as a service does. */
  writeJournal(lines: readonly string[]): void {
    const file = join(this.folder, "lines");
    writeFileSync(file, `${lines.join("\n")}\n`);
    // The socket exists once journald has started.
    this.node.run(`until [ -S ${JOURNAL_SOCKET} ]; do sleep 0.1; done; systemd-cat --identifier=test < "${file}"`);
  }

  /** Removes everything that the agent stored, as if the node were new. The process must not run. */
  forget(): void {
    rmSync(this.node.at(this.storagePath), { recursive: true });
    mkdirSync(this.node.at(this.storagePath));
  }

  /** Kills the agent, and removes its node. */
  async remove(): Promise<void> {
    await this.kill();
    this.journald?.kill("SIGKILL");
    await this.node.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get storagePath(): string {
    return join(this.folder, DISK, STORAGE);
  }

  private get hasEnded(): boolean {
    return (this.process?.exitCode ?? this.process?.signalCode ?? null) !== null;
  }

  private async isReady(): Promise<boolean> {
    return (await get(`http://127.0.0.1:${this.port}/-/ready`)).includes("ready");
  }
}

const DISK = "disk";
const LOG = "log";
const STORAGE = "alloy";

const JOURNAL_SOCKET = "/run/systemd/journal/stdout";

function mountAll(folder: string, { disk = FOLDER, mounts = "", journald }: RunningAlloyProps): string {
  const at = join(folder, DISK);
  mkdirSync(at);
  return [
    mountCommands(disk, at, ROOT_USER),
    `mkdir "${join(at, LOG)}" "${join(at, STORAGE)}"`,
    `mount --bind "${join(at, LOG)}" /var/log`,
    mounts,
    ...(journald === undefined ? [] : [mountJournal(folder)]),
  ].join("\n");
}

/** A journal in memory, without this machine's kernel lines. */
const JOURNALD = "[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\n";

/** Gives the node a /run and a machine id of its own, by which libsystemd finds the journal. */
function mountJournal(folder: string): string {
  const [id, configuration] = [join(folder, "machine-id"), join(folder, "journald.conf")];
  writeFileSync(id, "0123456789abcdef0123456789abcdef\n");
  writeFileSync(configuration, JOURNALD);
  return [
    "mount -t tmpfs tmpfs /run",
    "mkdir -p /run/systemd/journal /run/log/journal",
    `mount --bind "${id}" /etc/machine-id`,
    `mount --bind "${configuration}" /etc/systemd/journald.conf`,
  ].join("\n");
}

/** @returns the path of Alloy, or null if there is none or this machine can't run it like on a node */
export function alloyOnNodes(): string | null {
  return canMount() ? findTool("alloy") : null;
}

/** @returns the path of systemd-journald, or null if this machine has none */
export function journald(): string | null {
  const path = "/lib/systemd/systemd-journald";
  return existsSync(path) && existsSync("/etc/systemd/journald.conf") ? path : null;
}
