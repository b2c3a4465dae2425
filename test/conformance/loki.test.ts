import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import { exampleModel, ROOT } from "../example";
import { folderOfTests } from "../folder";
import { canSandbox, freePort, Sandbox } from "./sandbox";
import { describeWith, findTool, run } from "./tools";

const scenarios: Readonly<Record<string, Model>> = {
  "the example": exampleModel(),
  "an installation without Alertmanager": exampleModel({ alertmanager: "none" }),
};

const folder = folderOfTests();

function configurationFile({ loki, alerting }: Model): string {
  const path = join(folder(), "config.yaml");
  writeFileSync(path, toYaml(lokiConfiguration(loki, alerting.alertmanager)));
  return path;
}

describeWith("Loki (LOKI_BINARY)", findTool("loki"), (loki) => {
  test.each(Object.entries(scenarios))("it calls the configuration of %s valid", (_, model) => {
    const { status, output } = run(loki, `-config.file=${configurationFile(model)}`, "-verify-config");
    expect(output).toContain("config is valid");
    expect(status).toBe(0);
  });

  (canSandbox() ? test : test.skip)(
    "it starts on a read-only root with only the pod's mounts writable, and loads every rule",
    async () => {
      const model = exampleModel();
      const sandbox = new Sandbox({
        binary: loki,
        writable: [model.loki.directories.data, model.loki.wal.directory, "/tmp"],
        files: { "/config.yaml": configurationFile(model), [model.loki.rules.mountPath]: join(ROOT, "rules") },
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
          return rules.every((rule) => loaded.includes(`alert: ${rule}\n`));
        });
      } catch (error) {
        throw new Error(`${error}\n${log.slice(-4_000)}`);
      } finally {
        await sandbox.remove();
      }
    },
    120_000,
  );
});

describeWith("lokitool (LOKITOOL_BINARY)", findTool("lokitool"), (lokitool) => {
  test("it finds nothing wrong with the rule files", () => {
    const files = exampleModel().alerting.files.map(({ name }) => join(ROOT, "rules", name));
    expect(run(lokitool, "rules", "check", ...files)).toMatchObject({ status: 0 });
  });
});

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
