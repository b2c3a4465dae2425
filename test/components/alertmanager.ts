import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Texts } from "../helpers/rule-fixture";
import { freePort, get, getJson } from "./http";
import { until } from "./until";

/** An alert as Alertmanager has received it. */
export interface ReceivedAlert {
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** One receiver, who tells nobody: what matters is what has arrived. */
const CONFIGURATION = "route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n";

const READY = { seconds: 60, everyMs: 100 };

/** A real Alertmanager. */
export class RunningAlertmanager {
  private log = "";

  private constructor(
    private readonly folder: string,
    private readonly program: ChildProcess,
    readonly url: string,
  ) {
    program.stderr?.on("data", (data: Buffer) => {
      this.log += data.toString();
    });
  }

  /**
   * @param port where it listens; one that is free where it doesn't matter
   * @param host the address that it listens at
   * @throws Error with its log where it doesn't become ready; then nothing is left of it
   */
  static async start(binary: string, port?: number, host = "127.0.0.1"): Promise<RunningAlertmanager> {
    const folder = mkdtempSync(join(tmpdir(), "alertmanager-"));
    const file = join(folder, "alertmanager.yaml");
    writeFileSync(file, CONFIGURATION);
    const address = `${host}:${port ?? (await freePort())}`;
    const program = spawn(
      binary,
      [
        `--config.file=${file}`,
        `--storage.path=${folder}`,
        `--web.listen-address=${address}`,
        "--cluster.listen-address=",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const alertmanager = new RunningAlertmanager(folder, program, `http://${address}`);
    try {
      await until("Alertmanager is ready", READY, async () => (await get(`http://${address}/-/ready`)) !== "");
      return alertmanager;
    } catch (error) {
      await alertmanager.remove();
      throw new Error(`${error}\n${alertmanager.log.slice(-4_000)}`);
    }
  }

  async alerts(): Promise<readonly ReceivedAlert[]> {
    const answer = await getJson(`${this.url}/api/v2/alerts`);
    return answer.items.map((alert) => ({
      labels: alert.at("labels").texts,
      annotations: alert.at("annotations").texts,
    }));
  }

  /** The ids of all silences, also of those that have ended. */
  async silences(): Promise<readonly string[]> {
    const answer = await getJson(`${this.url}/api/v2/silences`);
    return answer.items.map((silence) => silence.at("id").text);
  }

  /** Ends it, and removes all that it has written. */
  async remove(): Promise<void> {
    const ended = new Promise((resolve) => this.program.once("close", resolve));
    if (this.program.kill("SIGKILL")) await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
