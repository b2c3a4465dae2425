import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import { exampleModel, ROOT } from "../example";
import { folderOfTests } from "../folder";
import { LOADED, REFUSED } from "../logql/corpus";
import { canMount } from "./pod/mount-namespace";
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

  (canMount() ? test : test.skip)(
    "it starts on a read-only root with only the pod's mounts writable, and loads every rule",
    () => startInSandbox(loki, exampleModel()),
    300_000,
  );
});

describeWith("lokitool (LOKITOOL_BINARY)", findTool("lokitool"), (lokitool) => {
  test("it finds nothing wrong with the rule files", () => {
    const files = exampleModel().alerting.files.map(({ name }) => join(ROOT, "rules", name));
    expect(run(lokitool, "rules", "check", ...files)).toMatchObject({ status: 0 });
  });

  // What our own parser is held against in test/logql: a new version of Loki may read the language otherwise.
  test("it loads what the corpus of LogQL says that Loki loads", () => {
    expect(run(lokitool, "rules", "check", ruleFile(LOADED))).toMatchObject({ status: 0 });
  });

  test("it refuses what the corpus of LogQL says that Loki refuses, each of it", () => {
    const taken = REFUSED.filter((text) => run(lokitool, "rules", "check", ruleFile([text])).status === 0);
    expect(taken).toEqual([]);
  });

  /** A file with an alert for each expression. */
  function ruleFile(expressions: readonly string[]): string {
    const path = join(folder(), "rules.yaml");
    const rules = expressions.map((expr, index) => ({ alert: `Alert${index}`, expr }));
    writeFileSync(path, toYaml({ groups: [{ name: "corpus", rules }] }));
    return path;
  }
});
