import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventsPipeline, nodePipeline } from "../../src/alloy/pipelines";
import { print } from "../../src/alloy/syntax";
import { stage, through } from "../checks/pipeline/pipelines";
import { REFUSED_STAGES } from "../checks/pipeline/refused-stages";
import { describeWith, findTool, run } from "../components/available";
import { freePort } from "../components/http";
import { exampleModel } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";

const drop = [{ name: "probes", reason: "Probes are noise.", selector: '{namespace="web"} |~ "GET /(healthz|ready)"' }];
const pipelines: Readonly<Record<string, string>> = {
  "the agent's pipeline": print(nodePipeline(exampleModel().alloy)),
  "the agent's pipeline with Docker and without the journal": print(
    nodePipeline(exampleModel({ alloy: { runtime: "docker", journal: false, drop } }).alloy),
  ),
  "the events pipeline": print(eventsPipeline(exampleModel().alloy)),
};

async function local(): Promise<readonly string[]> {
  return [`--server.http.listen-addr=127.0.0.1:${await freePort()}`, "--disable-reporting"];
}

describeWith("Alloy (ALLOY_BINARY)", findTool("alloy"), (alloy) => {
  const folder = folderOfTests();

  test.each(Object.entries(pipelines))("accepts and doesn't reformat %s", (_, text) => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, text);
    expect(run(alloy, "validate", file)).toMatchObject({ status: 0 });
    expect(run(alloy, "fmt", "--test", file)).toMatchObject({ status: 0 });
  });

  // "validate" misses some errors that occur when Alloy builds the components. Without a cluster, Alloy can build all
  // components except those that need one.
  test.each(Object.entries(pipelines))("builds every component of %s", async (_, text) => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, text);
    const { output } = run("timeout", "20", alloy, "run", file, `--storage.path=${folder()}`, ...(await local()));
    const failures = [...output.matchAll(/^Error: .*Failed to build component: (.*)$/gm)].map(([, reason]) => reason);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain("unable to load in-cluster configuration");
  });
});

describeWith("Alloy and invalid stages (ALLOY_BINARY)", findTool("alloy"), (alloy) => {
  const folder = folderOfTests();

  async function started(file: string, seconds: string): Promise<string> {
    const address = `--server.http.listen-addr=127.0.0.1:${await freePort()}`;
    const args = ["run", file, `--storage.path=${folder()}`, address, "--disable-reporting"];
    return run("timeout", seconds, alloy, ...args).output;
  }

  test("starts with the same pipeline and a valid stage", async () => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, print(through(stage("cri"))));
    const output = await started(file, "3");
    expect(output).toContain("now listening for http traffic");
    expect(output).not.toMatch(/Failed to build component|panic/);
  });

  test.each(REFUSED_STAGES)("validates %s, but doesn't start with it", async (_, _check, broken) => {
    const file = join(folder(), "config.alloy");
    writeFileSync(file, print(through(broken)));
    expect(run(alloy, "validate", file)).toMatchObject({ status: 0 });
    expect(await started(file, "20")).toMatch(/Failed to build component|panic/);
  });
});
