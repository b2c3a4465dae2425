import { setTimeout as sleep } from "node:timers/promises";
import type { Texts } from "../../src/alerting/fixtures/fixture";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import { findTool } from "./available";
import { freePort } from "./http";
import { LokiApi } from "./loki-api";
import { canMount, canMountImages, FOLDER, type Medium, Sandbox } from "./sandbox";
import { until } from "./until";

interface Ports {
  readonly http: number;
  readonly grpc: number;
}

export interface RunningLokiProps {
  readonly binary: string;
  readonly model: Model;
  /** The URL of an Alertmanager, in place of the model's. */
  readonly alertmanager?: string;
  /** The contents of rule files by name, in place of the model's. */
  readonly rules?: Texts;
  /** The medium of the persistent volume. @default a folder */
  readonly disk?: Medium;
  /** @default two free ports */
  readonly ports?: Ports;
  /** Addresses by host name, in place of DNS. */
  readonly hosts?: Texts;
  /** Flags that override the configuration, for example to shorten a period. */
  readonly flags?: readonly string[];
}

const READY = { seconds: 120 };
const LOADED = { seconds: 120 };

/** The chart sets it beside GOMEMLIMIT (values.yaml, defaults.gomemlimit). */
const GOGC = "80";

/** A real Loki, run like in its pod: on a read-only root where only the pod's mounts are writable. */
export class RunningLoki {
  readonly api: LokiApi;
  private logged = "";
  private removed = false;

  private constructor(
    private readonly props: RunningLokiProps,
    private readonly sandbox: Sandbox,
    private readonly ports: Ports,
  ) {
    this.api = new LokiApi(`http://127.0.0.1:${ports.http}`);
  }

  /**
   * Starts Loki and waits until it is ready and has loaded every rule.
   * @throws Error with the end of Loki's log if that doesn't happen, after removing everything
   */
  static async start(props: RunningLokiProps): Promise<RunningLoki> {
    const ports = props.ports ?? { http: await freePort(), grpc: await freePort() };
    const loki = new RunningLoki(props, await sandboxOf(props), ports);
    try {
      loki.startProcess();
      await loki.waitUntilReady();
      await until("Loki has loaded every rule", LOADED, () => loki.hasLoaded(props.model));
      return loki;
    } catch (error) {
      await loki.remove();
      throw new Error(`${error}\n${loki.logged.slice(-4_000)}`);
    }
  }

  /** Loki's log, including that of earlier processes. */
  get log(): string {
    return this.logged;
  }

  /** The process ID. @throws Error if Loki doesn't run */
  get pid(): number {
    return this.sandbox.pid;
  }

  /**
   * Starts the process without waiting until it is ready.
   * @param more flags for this process only
   */
  startProcess(...more: readonly string[]): void {
    const { model, flags = [] } = this.props;
    this.sandbox.start({
      args: [
        ...["-config.file=/config.yaml", "-target=all"],
        ...[`-server.http-listen-port=${this.ports.http}`, `-server.grpc-listen-port=${this.ports.grpc}`],
        ...flags,
        ...more,
      ],
      env: { GOMEMLIMIT: `${model.loki.goMemoryLimit.toMebibytes()}MiB`, GOGC },
      onLog: (text) => {
        this.logged += text;
      },
    });
  }

  /** Waits until Loki is ready. @throws Error if the process has ended */
  async waitUntilReady(): Promise<void> {
    await until("Loki is ready", READY, async () => {
      if (this.sandbox.hasEnded) throw new Error("Loki has ended");
      return this.api.isReady();
    });
  }

  /** Kills the process, as the kernel's OOM killer does. */
  async kill(): Promise<void> {
    await this.sandbox.end("SIGKILL");
  }

  /**
   * Stops the process as the kubelet does: with SIGTERM, and SIGKILL after the grace period.
   * @returns the seconds until the process ended
   * @throws Error if it had to be killed
   */
  async stop(): Promise<number> {
    const start = Date.now();
    const grace = this.props.model.loki.gracePeriod.toSeconds();
    const hasEnded = this.sandbox.end("SIGTERM").then(() => true);
    const isInTime = await Promise.race([hasEnded, sleep(grace * 1_000, false, { ref: false })]);
    if (!isInTime) await this.kill();
    if (!isInTime) throw new Error(`Loki was killed: it did not end within its grace period of ${grace} s`);
    return (Date.now() - start) / 1_000;
  }

  /** Starts Loki as a new pod would: only the persistent volume keeps its contents. The process must not run. */
  async restartAsNewPod(): Promise<void> {
    for (const { path } of emptyDirs(this.props.model)) this.sandbox.emptyVolume(path);
    this.startProcess();
    await this.waitUntilReady();
  }

  /** Returns the path on this machine of a file or folder in the pod. */
  at(path: string): string {
    return this.sandbox.at(path);
  }

  /** Kills Loki and removes everything that it wrote. */
  async remove(): Promise<void> {
    this.removed = true;
    await this.sandbox.remove();
  }

  get isRemoved(): boolean {
    return this.removed;
  }

  private async hasLoaded({ alerting }: Model): Promise<boolean> {
    const loaded = (await this.api.rules()).map(({ name }) => name);
    const rules = alerting.files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    return rules.every(({ name }) => loaded.includes(name));
  }
}

/** The volumes that are empty in a new pod. */
function emptyDirs({ loki: { wal } }: Model) {
  return [
    { path: wal.directory, medium: { kind: "memory", size: wal.size } },
    { path: "/tmp", medium: FOLDER },
  ] as const;
}

function sandboxOf({ binary, model, ...instead }: RunningLokiProps): Promise<Sandbox> {
  const { loki, alerting } = model;
  const url = instead.alertmanager;
  const alertmanager =
    url === undefined ? alerting.alertmanager : { service: "alertmanager", namespace: "test", port: 9093, url };
  const rules = instead.rules ?? Object.fromEntries(alerting.files.map(({ name, text }) => [name, text]));
  const mounted = Object.entries(rules).map(([name, text]) => [`${loki.rules.mountPath}/${name}`, text]);
  return Sandbox.make({
    binary,
    volumes: [{ path: loki.directories.data, medium: instead.disk ?? FOLDER }, ...emptyDirs(model)],
    files: {
      "/config.yaml": toYaml(lokiConfiguration(loki, alertmanager)),
      "/etc/hosts": hostsFile(instead.hosts ?? {}),
      "/etc/nsswitch.conf": "hosts: files\n",
      ...Object.fromEntries(mounted),
    },
  });
}

function hostsFile(hosts: Texts): string {
  return Object.entries(hosts)
    .map(([name, address]) => `${address} ${name}\n`)
    .join("");
}

/** The requirements of lokiForPods, named in the titles of skipped tests. */
export const LOKI_IN_A_POD = "LOKI_BINARY, Linux as root";

/** @returns the path of Loki, or null if there is none or this machine can't run it like in its pod */
export function lokiForPods(): string | null {
  return canMount() ? findTool("loki") : null;
}

/** The requirements of lokiOnImages. */
export const LOKI_ON_AN_IMAGE = `${LOKI_IN_A_POD} with mkfs.ext4 and a loop device`;

/** @returns the path of Loki, or null if lokiForPods returns null or the volume can't be an image */
export function lokiOnImages(): string | null {
  return canMountImages() ? lokiForPods() : null;
}

/** Runs `use` with a new Loki, and removes the Loki afterwards. */
export async function withLoki<R>(props: RunningLokiProps, use: (loki: RunningLoki) => Promise<R>): Promise<R> {
  const loki = await RunningLoki.start(props);
  try {
    return await use(loki);
  } finally {
    await loki.remove();
  }
}
