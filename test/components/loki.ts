import { setTimeout as sleep } from "node:timers/promises";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import type { Texts } from "../helpers/rule-fixture";
import { findTool } from "./available";
import { freePort } from "./http";
import { LokiApi } from "./loki-api";
import { canMount, canMountImages, FOLDER, type Medium, Sandbox } from "./sandbox";
import { until } from "./until";

export interface Ports {
  readonly http: number;
  readonly grpc: number;
}

export interface RunningLokiProps {
  readonly binary: string;
  readonly model: Model;
  /** The address of an Alertmanager in place of the model's. */
  readonly alertmanager?: string;
  /** The texts of rule files in place of the model's, by their name. */
  readonly rules?: Texts;
  /** What the persistent volume lies on. */
  readonly disk?: Medium;
  /** Where it listens; ports that are free where it doesn't matter. */
  readonly ports?: Ports;
  /** The addresses of names, in place of a DNS. */
  readonly hosts?: Texts;
  /** What stands above the configuration, such as a period that a test can't wait for. */
  readonly flags?: readonly string[];
}

const READY = { seconds: 120 };
const LOADED = { seconds: 120 };

/** What the chart sets beside GOMEMLIMIT (values.yaml, defaults.gomemlimit). */
const GOGC = "80";

/** A real Loki as its pod would run it: on a read-only root with only the pod's mounts writable. */
export class RunningLoki {
  readonly api: LokiApi;
  private written = "";
  private removed = false;

  private constructor(
    private readonly props: RunningLokiProps,
    private readonly sandbox: Sandbox,
    private readonly ports: Ports,
  ) {
    this.api = new LokiApi(`http://127.0.0.1:${ports.http}`);
  }

  /**
   * Starts it. It is ready and has loaded every rule.
   * @throws Error with the end of Loki's log where that does not happen; then nothing is left of it
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
      throw new Error(`${error}\n${loki.written.slice(-4_000)}`);
    }
  }

  /** What Loki has logged, before it was started again, too. */
  get log(): string {
    return this.written;
  }

  /** The running process. @throws Error where none runs */
  get pid(): number {
    return this.sandbox.pid;
  }

  /**
   * Starts the process, and doesn't wait for it.
   * @param more flags of this start alone
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
        this.written += text;
      },
    });
  }

  /** Waits until it is ready. */
  async waitUntilReady(): Promise<void> {
    await until("Loki is ready", READY, async () => {
      if (this.sandbox.hasEnded) throw new Error("Loki has ended");
      return this.api.isReady();
    });
  }

  /** Kills the process, as the kernel does for want of memory. */
  async kill(): Promise<void> {
    await this.sandbox.end("SIGKILL");
  }

  /**
   * Ends the process as the kubelet does, who kills what is still there after the grace period.
   * @returns the seconds that it took
   * @throws Error where it had to be killed
   */
  async stop(): Promise<number> {
    const start = Date.now();
    const grace = this.props.model.loki.gracePeriod.toSeconds();
    const hasEnded = this.sandbox.end("SIGTERM").then(() => true);
    const isInTime = await Promise.race([hasEnded, sleep(grace * 1_000, false, { ref: false })]);
    if (!isInTime) await this.kill();
    if (!isInTime) throw new Error(`Loki is killed: it did not end within its grace period of ${grace} s`);
    return (Date.now() - start) / 1_000;
  }

  /** Starts it as another pod, which has of the one before it the persistent volume alone. The process must not run. */
  async restartAsNewPod(): Promise<void> {
    for (const { path } of emptyDirs(this.props.model)) this.sandbox.renew(path);
    this.startProcess();
    await this.waitUntilReady();
  }

  /** Where a file or folder of the pod can be reached from outside. */
  at(path: string): string {
    return this.sandbox.at(path);
  }

  /** Ends it, and removes all that it has written. */
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

/** The volumes that a pod gets empty. */
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

/** What lokiForPods needs, for the name of tests that are skipped. */
export const LOKI_IN_A_POD = "LOKI_BINARY, Linux as root";

/** @returns Loki's path, or null where there is none, or none can run as its pod would run it */
export function lokiForPods(): string | null {
  return canMount() ? findTool("loki") : null;
}

/** What lokiOnImages needs. */
export const LOKI_ON_AN_IMAGE = `${LOKI_IN_A_POD} with mkfs.ext4 and a loop device`;

/** @returns what lokiForPods does, or null where its volume can't be an image */
export function lokiOnImages(): string | null {
  return canMountImages() ? lokiForPods() : null;
}

/** Gives `use` a Loki of its own, and removes it afterwards. */
export async function withLoki<R>(props: RunningLokiProps, use: (loki: RunningLoki) => Promise<R>): Promise<R> {
  const loki = await RunningLoki.start(props);
  try {
    return await use(loki);
  } finally {
    await loki.remove();
  }
}
