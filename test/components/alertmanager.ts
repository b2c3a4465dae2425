import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Texts } from "../../src/alerting/fixtures/fixture";
import { freePort, get, getJson } from "./http";
import { Program } from "./program";
import { until } from "./until";

/** An alert as Alertmanager received it. */
export interface ReceivedAlert {
  readonly labels: Texts;
  readonly annotations: Texts;
}

/** The only receiver sends no notifications, because tests query Alertmanager's API. */
const CONFIGURATION = "route: { receiver: none }\nreceivers: [{ name: none }]\n";

const READY = { seconds: 60, everyMs: 100 };

/** A real Alertmanager. */
export class RunningAlertmanager {
  private constructor(
    private readonly folder: string,
    private readonly program: Program,
    readonly url: string,
  ) {}

  /**
   * @param port @default a free port
   * @param host the address to listen on
   * @throws Error with its log if it doesn't become ready, after removing everything
   */
  static async start(binary: string, port?: number, host = "127.0.0.1"): Promise<RunningAlertmanager> {
    const folder = mkdtempSync(join(tmpdir(), "alertmanager-"));
    const file = join(folder, "alertmanager.yaml");
    writeFileSync(file, CONFIGURATION);
    const address = `${host}:${port ?? (await freePort())}`;
    const program = Program.start(binary, [
      `--config.file=${file}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      "--cluster.listen-address=",
    ]);
    const alertmanager = new RunningAlertmanager(folder, program, `http://${address}`);
    try {
      await until("Alertmanager is ready", READY, async () => (await get(`http://${address}/-/ready`)) !== "");
      return alertmanager;
    } catch (error) {
      await alertmanager.remove();
      throw new Error(`${error}\n${program.logEnd}`);
    }
  }

  async alerts(): Promise<readonly ReceivedAlert[]> {
    const answer = await getJson(`${this.url}/api/v2/alerts`);
    return answer.items.map((alert) => ({
      labels: alert.at("labels").texts,
      annotations: alert.at("annotations").texts,
    }));
  }

  /** Returns the IDs of all silences, including expired ones. */
  async silences(): Promise<readonly string[]> {
    const answer = await getJson(`${this.url}/api/v2/silences`);
    return answer.items.map((silence) => silence.at("id").text);
  }

  /** Kills Alertmanager and removes everything that it wrote. */
  async remove(): Promise<void> {
    await this.program.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
