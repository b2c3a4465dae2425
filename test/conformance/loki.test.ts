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
import { LOADED, REFUSED } from "../logql/corpus";
import { lokis } from "../scenarios/lokis";
import { planAsWritten } from "../scenarios/plan-as-written/draft";

const scenarios = Object.entries(lokis).map(([name, settings]) => [name, exampleModel(settings)] as const);

const folder = folderOfTests();

/** What Loki says of a configuration when it is asked whether it is valid. */
function verified(loki: string, model: Model, ...flags: readonly string[]) {
  const file = join(folder(), "config.yaml");
  writeFileSync(file, toYaml(lokiConfiguration(model.loki, model.alerting.alertmanager)));
  return run(loki, `-config.file=${file}`, "-verify-config", ...flags);
}

const VALID = { status: 0, output: expect.stringContaining("config is valid") };

describeWith("Loki (LOKI_BINARY)", findTool("loki"), (loki) => {
  test.each(scenarios)("it calls the configuration of %s valid", (_, model) => {
    expect(verified(loki, model)).toEqual(VALID);
  });
});

/** A value of the original plan. */
function planned(key: string): string {
  return `${valueAt(planAsWritten.loki, `loki.${key}`)}`;
}

describeWith(`Loki in its pod (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent.each(scenarios)(
    "it starts as %s on a read-only root with only the pod's mounts writable, and loads every rule",
    (_, model) => withLoki({ binary, model }, async () => {}),
  );

  test("with the original plan's folder for the compactor it ends at once, and has called that valid", async () => {
    const model = exampleModel();
    const compactor = planned("compactor.working_directory");
    const flags = [`-compactor.working-directory=${compactor}`];
    expect(verified(binary, model, ...flags)).toEqual(VALID);
    const started = withLoki({ binary, model, flags }, async () => {});
    await expect(started).rejects.toThrow(`Loki has ended\ninit compactor: mkdir ${compactor}: `);
  });

  test("with the original plan's folder for the ruler it starts without a rule, and has called that valid", async () => {
    const model = exampleModel();
    const scratch = planned("ruler.rule_path");
    const flags = [`-ruler.rule-path=${scratch}`];
    expect(verified(binary, model, ...flags)).toEqual(VALID);
    // Nobody waits for rules that are not expected.
    const files = Object.fromEntries(model.alerting.files.map(({ name, text }) => [name, text]));
    const none = { ...model, alerting: { ...model.alerting, files: [] } };
    await withLoki({ binary, model: none, rules: files, flags }, async (loki) => {
      await until("the ruler has tried", { seconds: 60 }, async () => loki.log.includes(`mkdir ${scratch}: `));
      expect(await loki.api.rules()).toEqual([]);
    });
  });
});

describeWith("lokitool (LOKITOOL_BINARY)", findTool("lokitool"), (lokitool) => {
  test("it finds nothing wrong with the rule files of this installation", () => {
    const files = installedModel().alerting.files.map(({ path }) => join(PROJECT, path));
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
