import { setTimeout as sleep } from "node:timers/promises";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import type { Texts } from "../alerting/rule-fixture";
import { get, getJson } from "./http";
import { freePort, Sandbox } from "./sandbox";
import { until } from "./until";

export interface RunningLokiProps {
  readonly binary: string;
  readonly model: Model;
  /** The address of an Alertmanager in place of the model's. */
  readonly alertmanager?: string;
  /** The texts of rule files in place of the model's, by their name. */
  readonly rules?: Texts;
}

/** Lines of one stream: when, as nanoseconds, and what. */
export interface PushedStream {
  readonly labels: Texts;
  readonly entries: readonly (readonly [time: string, line: string])[];
}

/** A rule as the ruler tells it. */
export interface RulerRule {
  readonly name: string;
  readonly lastEvaluation: number;
  /** The labels of its alerts, those that wait for their "for" included. */
  readonly alerts: readonly Texts[];
}

const READY = { seconds: 120 };
const LOADED = { seconds: 120 };

/** A real Loki as its pod would run it: on a read-only root with only the pod's mounts writable. */
export class RunningLoki {
  private written = "";

  private constructor(
    private readonly sandbox: Sandbox,
    readonly url: string,
  ) {}

  /**
   * Starts it. It is ready and has loaded every rule.
   * @throws Error with the end of Loki's log where that does not happen; then nothing is left of it
   */
  static async start(props: RunningLokiProps): Promise<RunningLoki> {
    const [http, grpc] = [await freePort(), await freePort()];
    const loki = new RunningLoki(sandboxOf(props), `http://127.0.0.1:${http}`);
    try {
      const ports = [`-server.http-listen-port=${http}`, `-server.grpc-listen-port=${grpc}`];
      loki.sandbox.start(["-config.file=/config.yaml", "-target=all", ...ports], (text) => {
        loki.written += text;
      });
      await until("Loki is ready", READY, () => loki.isReady());
      await until("Loki has loaded every rule", LOADED, () => loki.hasLoaded(props.model));
      return loki;
    } catch (error) {
      await loki.remove();
      throw new Error(`${error}\n${loki.written.slice(-4_000)}`);
    }
  }

  /** What Loki has logged. */
  get log(): string {
    return this.written;
  }

  /** Writes lines as an agent does: what is too much for a moment is sent again. */
  async push(streams: readonly PushedStream[]): Promise<void> {
    const body = JSON.stringify({
      streams: streams.map(({ labels, entries }) => ({ stream: labels, values: entries })),
    });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${this.url}/loki/api/v1/push`, { method: "POST", headers, body });
    if (response.ok) return;
    if (response.status !== 429) throw new Error(`Loki refuses lines: ${response.status} ${await response.text()}`);
    await sleep(1_000);
    await this.push(streams);
  }

  async rules(): Promise<readonly RulerRule[]> {
    const answer = await getJson(`${this.url}/prometheus/api/v1/rules`);
    const rules = answer.at("data", "groups").items.flatMap((group) => group.at("rules").items);
    return rules.map((rule) => ({
      name: rule.at("name").text,
      lastEvaluation: Date.parse(rule.at("lastEvaluation").text),
      alerts: rule.at("alerts").items.map((alert) => alert.at("labels").texts),
    }));
  }

  /** Ends it, and removes all that it has written. */
  async remove(): Promise<void> {
    await this.sandbox.remove();
  }

  private async isReady(): Promise<boolean> {
    if (this.sandbox.hasEnded) throw new Error("Loki has ended");
    return (await get(`${this.url}/ready`)).startsWith("ready");
  }

  private async hasLoaded({ alerting }: Model): Promise<boolean> {
    const loaded = await get(`${this.url}/loki/api/v1/rules`);
    const rules = alerting.files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    return rules.every(({ name }) => loaded.includes(`alert: ${name}\n`));
  }
}

function sandboxOf({ binary, model: { loki, alerting }, ...instead }: RunningLokiProps): Sandbox {
  const url = instead.alertmanager;
  const alertmanager =
    url === undefined ? alerting.alertmanager : { service: "alertmanager", namespace: "test", port: 9093, url };
  const rules = instead.rules ?? Object.fromEntries(alerting.files.map(({ name, text }) => [name, text]));
  const mounted = Object.entries(rules).map(([name, text]) => [`${loki.rules.mountPath}/${name}`, text]);
  return new Sandbox({
    binary,
    writable: [loki.directories.data, loki.wal.directory, "/tmp"],
    files: { "/config.yaml": toYaml(lokiConfiguration(loki, alertmanager)), ...Object.fromEntries(mounted) },
  });
}
