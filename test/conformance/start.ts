import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Model } from "../../src/model";
import { ROOT } from "../example";
import { freePort, Sandbox } from "./sandbox";

/**
 * Starts Loki as its pod would, on a read-only root with only the pod's mounts writable, and ends it again when it is
 * ready and has loaded every rule.
 * @param configuration the file with its configuration
 * @throws Error with the end of Loki's log where that does not happen
 */
export async function startInSandbox(loki: string, model: Model, configuration: string): Promise<void> {
  const sandbox = new Sandbox({
    binary: loki,
    writable: [model.loki.directories.data, model.loki.wal.directory, "/tmp"],
    files: { "/config.yaml": configuration, [model.loki.rules.mountPath]: join(ROOT, "rules") },
  });
  let log = "";
  try {
    const [http, grpc] = [await freePort(), await freePort()];
    const ports = [`-server.http-listen-port=${http}`, `-server.grpc-listen-port=${grpc}`];
    sandbox.start(["-config.file=/config.yaml", "-target=all", ...ports], (text) => {
      log += text;
    });
    await until(async () => (await get(`http://127.0.0.1:${http}/ready`)).startsWith("ready"));
    const rules = model.alerting.files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    await until(async () => {
      const loaded = await get(`http://127.0.0.1:${http}/loki/api/v1/rules`);
      return rules.every(({ name }) => loaded.includes(`alert: ${name}\n`));
    });
  } catch (error) {
    throw new Error(`${error}\n${log.slice(-4_000)}`);
  } finally {
    await sandbox.remove();
  }
}

async function get(url: string): Promise<string> {
  const response = await fetch(url).catch(() => null);
  return response?.ok ? response.text() : "";
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 50_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("it did not happen within 50 s");
    await sleep(500);
  }
}
