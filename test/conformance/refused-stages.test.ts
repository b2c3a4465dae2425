import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { print } from "../../src/alloy/syntax/print";
import { stage, through } from "../checks/pipeline/pipelines";
import { REFUSED_STAGES } from "../checks/pipeline/refused-stages";
import { folderOfTests } from "../helpers/folder";
import { freePort } from "./pod/free-port";
import { describeWith, findTool, run } from "./tools";

describeWith("Alloy and the stages that it refuses (ALLOY_BINARY)", findTool("alloy"), (alloy) => {
  const folder = folderOfTests();

  async function started(file: string, seconds: string): Promise<string> {
    const address = `--server.http.listen-addr=127.0.0.1:${await freePort()}`;
    const args = ["run", file, `--storage.path=${folder()}`, address, "--disable-reporting"];
    return run("timeout", seconds, alloy, ...args).output;
  }

  test("it starts with the same pipeline and a stage that is right", async () => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, print(through(stage("cri"))));
    const output = await started(file, "3");
    expect(output).toContain("now listening for http traffic");
    expect(output).not.toMatch(/Failed to build component|panic/);
  });

  test.each(REFUSED_STAGES)("it calls %s valid, and doesn't start with it", async (_, _check, broken) => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, print(through(broken)));
    expect(run(alloy, "validate", file)).toMatchObject({ status: 0 });
    expect(await started(file, "20")).toMatch(/Failed to build component|panic/);
  });
});
