import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ProgramFolder } from "../helpers/program";
import { listening, withServer, withSilence } from "../helpers/server";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

/** Prints the responses of the kubeconfig's cluster, or the error. */
const ENTRY = `
  import { connect } from "./src/kube/cluster";
  const { KUBE_CONFIG_PATH, TIMEOUT = "20000" } = process.env;
  const terraform = { kubeconfig: null, context: null };
  const { env: environment } = process;
  async function answers() {
    const [cluster] = await connect({ kubeconfig: null, contexts: [], terraform, terraformDirectory: "/", environment });
    const signal = AbortSignal.timeout(Number(TIMEOUT));
    const { status } = await cluster.authentication(signal).createSelfSubjectReview({ body: {} });
    const { gitVersion } = await cluster.version(signal).getCode();
    return { user: status.userInfo.username, gitVersion };
  }
  answers().catch(({ name, problems }) => problems?.[0] ?? { name }).then((result) => console.log(JSON.stringify(result)));`;

const program = folder.bundleText("program", ENTRY);

interface Kubeconfig {
  readonly server: string;
  readonly proxy?: string;
  readonly user?: object;
}

async function connected(
  { server, proxy, user = { token: "secret" } }: Kubeconfig,
  environment: NodeJS.ProcessEnv = {},
) {
  const cluster = { server, ...(proxy !== undefined && { "proxy-url": proxy }) };
  const config = {
    clusters: [{ name: "a", cluster }],
    users: [{ name: "b", user }],
    contexts: [{ name: "c", context: { cluster: "a", user: "b" } }],
    "current-context": "c",
  };
  folder.write("kubeconfig", JSON.stringify(config));
  const env = { PATH: process.env["PATH"], KUBE_CONFIG_PATH: join(folder.path, "kubeconfig"), ...environment };
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "inherit"] });
  const output = text(child.stdout);
  await once(child, "exit");
  return JSON.parse(await output);
}

/** An API server that returns the Authorization header as the user's name. */
const apiServer: RequestListener = ({ url, headers }, response) => {
  const answer = url?.startsWith("/version")
    ? { gitVersion: "v1.36.3" }
    : { status: { userInfo: { username: headers.authorization } } };
  response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
};

/** Calls `use` with the URL of a proxy that forwards everything to one server, and with the requested hosts. */
function withProxy<R>(target: string, use: (proxy: string, hosts: readonly string[]) => Promise<R>): Promise<R> {
  const hosts: string[] = [];
  const { hostname, port } = new URL(target);
  const proxy = createServer().on("connect", ({ url = "" }, client) => {
    hosts.push(url);
    const server = connect(Number(port), hostname, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    server.pipe(client).pipe(server);
  });
  return listening(proxy, (address) => use(address, hosts));
}

test("connects without TLS, as to kubectl proxy", async () => {
  const answers = await withServer(apiServer, (server) => connected({ server }));
  expect(answers).toEqual({ user: "Bearer secret", gitVersion: "v1.36.3" });
});

test("uses the kubeconfig's proxy", async () => {
  await withServer(apiServer, (server) =>
    withProxy(server, async (proxy, hosts) => {
      expect(await connected({ server: "http://api.example.com", proxy })).toMatchObject({ gitVersion: "v1.36.3" });
      expect(new Set(hosts)).toEqual(new Set(["api.example.com:80"]));
    }),
  );
});

test("uses the environment's proxy", async () => {
  await withServer(apiServer, (server) =>
    withProxy(server, async (proxy, hosts) => {
      expect(await connected({ server: "http://api.example.invalid" }, { HTTP_PROXY: proxy })).toMatchObject({
        gitVersion: "v1.36.3",
      });
      expect(hosts).toContain("api.example.invalid:80");
    }),
  );
});

test("uses the credentials of the kubeconfig's exec plugin", async () => {
  const exec = { command: "echo", args: ['{"status":{"token":"of the plugin"}}'] };
  const answers = await withServer(apiServer, (server) => connected({ server, user: { exec } }));
  expect(answers).toEqual({ user: "Bearer of the plugin", gitVersion: "v1.36.3" });
});

test("ends a request to a silent API server after the timeout", async () => {
  const error = await withSilence((server) => connected({ server }, { TIMEOUT: "500" }));
  expect(error).toEqual({ name: "TimeoutError" });
});

test("rejects an unknown context and lists the known ones", async () => {
  const { expected, remedy } = await connected({ server: "https://api.example.com" }, { KUBE_CTX: "other" });
  expect([expected, remedy]).toEqual(["one of c", "name one of them: add -- --context <name> to the npm command"]);
});

test("rejects a missing kubeconfig, with a remedy that names another file", async () => {
  const { got, remedy } = await connected({ server: "https://api.example.com" }, { KUBE_CONFIG_PATH: "/gone" });
  expect(got).toBe("/gone (KUBE_CONFIG_PATH), which does not exist");
  expect(remedy).toBe(
    "name an existing file: export KUBE_CONFIG_PATH=<path>, or add -- --kubeconfig <path> to the npm command",
  );
});

test("rejects a server without a scheme", async () => {
  expect(await connected({ server: "10.0.0.1:6443" })).toMatchObject({ got: 'the server "10.0.0.1:6443"' });
});
