import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ProgramFolder } from "../helpers/program";
import { withSilence } from "../helpers/server";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

/** A bundle, because Jest can't load the client library. */
const ENTRY = `
  import { apiServer } from "./src/diagnostics/api-server";
  import { Runner } from "./src/diagnostics/runner";
  import { Duration } from "./src/units";
  import { connect } from "./src/kube/cluster";
  const terraform = { kubeconfig: null, context: null };
  const { env: environment } = process;
  connect({ kubeconfig: null, contexts: [], terraform, terraformDirectory: "/", environment })
    .then(async ([cluster]) => {
      const diagnostic = { ...apiServer, timeout: Duration.seconds(1) };
      const context = { cluster, isOldClusterFatal: true };
      const { signal } = new AbortController();
      const explainError = (error) => Promise.reject(error);
      const runner = new Runner({ diagnostics: [diagnostic], context, commands: {}, readOnly: false, explainError, signal });
      const [{ outcome }] = await runner.all();
      console.log(JSON.stringify(outcome));
    });`;

const program = folder.bundleText("program", ENTRY);

async function outcomeOf(server: string) {
  const config = {
    clusters: [{ name: "a", cluster: { server } }],
    users: [{ name: "b", user: { token: "secret" } }],
    contexts: [{ name: "c", context: { cluster: "a", user: "b" } }],
    "current-context": "c",
  };
  folder.write("kubeconfig", JSON.stringify(config));
  const env = { PATH: process.env["PATH"], KUBE_CONFIG_PATH: join(folder.path, "kubeconfig") };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const output = text(child.stdout);
  await once(child, "exit");
  return JSON.parse(await output);
}

test("reports a silent API server as slow, not as too old", async () => {
  const outcome = await withSilence(outcomeOf);
  expect(outcome).toMatchObject({ status: "fail", got: "no answer within 1s" });
  expect(outcome.causes).toHaveLength(1);
});
