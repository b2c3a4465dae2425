import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import { exampleModel, ROOT } from "../example";
import { folderOfTests } from "../folder";
import { canSandbox } from "./sandbox";
import { startInSandbox } from "./start";
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
      await startInSandbox(loki, model, configurationFile(model));
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
