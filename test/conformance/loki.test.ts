import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { valueAt } from "../../src/checks/values";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { Model } from "../../src/model";
import { toYaml } from "../../src/terraform/yaml";
import { describeWith, findTool, run } from "../components/available";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../components/loki";
import { until } from "../components/until";
import { exampleModel, PROJECT } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";
import { installedModel } from "../helpers/installation";
import { LOADED, REJECTED } from "../logql/corpus";
import { lokis } from "../scenarios/lokis";
import { originalDeployment } from "../scenarios/original-deployment/draft";

const scenarios = Object.entries(lokis).map(([name, settings]) => [name, exampleModel(settings)] as const);

const folder = folderOfTests();

/** Runs Loki's -verify-config on the configuration of a model. */
function verified(loki: string, model: Model, ...flags: readonly string[]) {
  const file = join(folder(), "config.yaml");
  writeFileSync(file, toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager)));
  return run(loki, `-config.file=${file}`, "-verify-config", ...flags);
}

const VALID = { status: 0, output: expect.stringContaining("config is valid") };

describeWith("Loki (LOKI_BINARY)", findTool("loki"), (loki) => {
  test.each(scenarios)("accepts the configuration: %s", (_, model) => {
    expect(verified(loki, model)).toEqual(VALID);
  });
});

/** A value from the original deployment. */
function originalValue(key: string): string {
  return `${valueAt(originalDeployment.loki, `loki.${key}`)}`;
}

describeWith(`Loki in its pod (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent.each(scenarios)(
    "starts on a read-only root with only the pod's mounts writable, and loads every rule: %s",
    (_, model) => withLoki({ binary, model }, async () => {}),
  );

  test("exits immediately with the original deployment's compactor folder, which -verify-config accepts", async () => {
    const model = exampleModel();
    const compactor = originalValue("compactor.working_directory");
    const flags = [`-compactor.working-directory=${compactor}`];
    expect(verified(binary, model, ...flags)).toEqual(VALID);
    const started = withLoki({ binary, model, flags }, async () => {});
    // A slow machine also prints the lines before, which Loki buffers for 100 ms (v3.7.8, pkg/util/log/log.go).
    await expect(started).rejects.toThrow(new RegExp(`Loki has ended\n(.*\n)*init compactor: mkdir ${compactor}: `));
  });

  test("starts without rules with the original deployment's ruler folder, which -verify-config accepts", async () => {
    const model = exampleModel();
    const scratch = originalValue("ruler.rule_path");
    const flags = [`-ruler.rule-path=${scratch}`];
    expect(verified(binary, model, ...flags)).toEqual(VALID);
    // Without expected rules, RunningLoki.start doesn't wait for any.
    const files = Object.fromEntries(model.alerting.files.map(({ name, text }) => [name, text]));
    const none = { ...model, alerting: { ...model.alerting, files: [] } };
    await withLoki({ binary, model: none, rules: files, flags }, async (loki) => {
      await until("the ruler tries to load rules", { seconds: 60 }, async () =>
        loki.log.includes(`mkdir ${scratch}: `),
      );
      expect(await loki.api.rules()).toEqual([]);
    });
  });
});

describeWith("lokitool (LOKITOOL_BINARY)", findTool("lokitool"), (lokitool) => {
  test("accepts the rule files of this installation", () => {
    const files = installedModel().alerting.files.map(({ path }) => join(PROJECT, path));
    expect(run(lokitool, "rules", "check", ...files)).toMatchObject({ status: 0 });
  });

  // test/logql tests the project's own parser on this corpus. A new version of Loki may parse LogQL differently.
  test("loads every query that the LogQL corpus lists as valid", () => {
    expect(run(lokitool, "rules", "check", ruleFile(LOADED))).toMatchObject({ status: 0 });
  });

  test("rejects every query that the LogQL corpus lists as invalid", () => {
    const accepted = REJECTED.filter((text) => run(lokitool, "rules", "check", ruleFile([text])).status === 0);
    expect(accepted).toEqual([]);
  });

  /** Writes a rule file with one alert per expression. */
  function ruleFile(expressions: readonly string[]): string {
    const path = join(folder(), "rules.yaml");
    const rules = expressions.map((expr, index) => ({ alert: `Alert${index}`, expr }));
    writeFileSync(path, toYaml({ groups: [{ name: "corpus", rules }] }));
    return path;
  }
});
