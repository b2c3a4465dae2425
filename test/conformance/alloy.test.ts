import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentChartValues } from "../../src/alloy/chart-values";
import { closedHttpServer } from "../../src/alloy/components/http-server";
import { eventsPipeline, nodePipeline } from "../../src/alloy/pipelines";
import { type Block, print } from "../../src/alloy/syntax";
import { stage, through } from "../checks/pipeline/pipelines";
import { REFUSED_STAGES } from "../checks/pipeline/refused-stages";
import { describeWith, findTool, run } from "../components/available";
import { freePort, get } from "../components/http";
import { Program } from "../components/program";
import { until } from "../components/until";
import { exampleModel } from "../helpers/example";
import { folderOfTests } from "../helpers/folder";

const drop = [{ name: "probes", reason: "Probes are noise.", selector: '{namespace="web"} |~ "GET /(healthz|ready)"' }];
const NO_CLUSTER = "unable to load in-cluster configuration";
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
    const needsCertificate = text.includes("remote.http") ? [expect.stringContaining("unable to read CA cert")] : [];
    expect(failures).toEqual([...needsCertificate, expect.stringContaining(NO_CLUSTER)]);
  });
});

describeWith("Alloy's HTTP server (ALLOY_BINARY)", findTool("alloy"), (alloy) => {
  const folder = folderOfTests();

  async function statuses(blocks: readonly Block[], flags: readonly string[], paths: readonly string[]) {
    const [file, port] = [join(folder(), "config.alloy"), await freePort()];
    writeFileSync(file, print([...blocks, ...through(stage("cri"))]));
    const address = `--server.http.listen-addr=127.0.0.1:${port}`;
    const program = Program.start(alloy, ["run", file, `--storage.path=${folder()}`, address, ...flags]);
    try {
      const url = `http://127.0.0.1:${port}`;
      await until("Alloy is ready", { seconds: 60 }, async () => (await get(`${url}/-/ready`)).includes("ready"));
      return await Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).status));
    } finally {
      await program.kill();
    }
  }

  const OPEN = ["/-/ready", "/-/healthy", "/metrics"];
  const CLOSED = [
    ...["/", "/api/v0/web/components", "/api/v0/web/components/local.file.password", "/-/reload", "/-/support"],
    ...["/debug/pprof/", "/debug/pprof/heap", "/graphql", "/api/v0/component/x", "/api/v1/ckit/transport"],
    // fetch resolves plain dots, and Alloy redirects to the path without these.
    ...["/metrics%2f..%2fapi/v0/web/components", "/-/ready%2f..%2f..%2fapi/v0/web/components", "//-/reload"],
  ];
  const { extraArgs } = agentChartValues(exampleModel().alloy).alloy;

  test("answers the probes and the metrics, and nothing else", async () => {
    expect(await statuses(closedHttpServer(), ["--disable-reporting", ...extraArgs], [...OPEN, ...CLOSED])).toEqual([
      ...OPEN.map(() => 200),
      ...CLOSED.map(() => 401),
    ]);
  });

  test("answers anyone by default", async () => {
    const shown = ["/api/v0/web/components", "/-/reload", "/debug/pprof/heap"];
    expect(await statuses([], ["--disable-reporting"], shown)).toEqual([200, 200, 200]);
  });

  test("has neither pprof nor the support bundle with the chart's flags alone", async () => {
    expect(await statuses([], ["--disable-reporting", ...extraArgs], ["/debug/pprof/", "/-/support"])).toEqual([
      404, 403,
    ]);
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
