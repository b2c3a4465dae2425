import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ProgramFolder } from "../helpers/program";
import { listening, withServer, withSilence } from "../helpers/server";

jest.setTimeout(60_000);

let folder: ProgramFolder;
let program: string;

beforeAll(() => {
  folder = new ProgramFolder();
  program = folder.bundleText("program", ENTRY);
});

afterAll(() => folder.remove());

/** Looks at the API server of a kubeconfig. */
const ENTRY = `
  import { connect } from "./src/kube/cluster";
  import { apiServer } from "./src/diagnostics/api-server";
  const { KUBE_CONFIG_PATH, PATIENCE = "20000" } = process.env;
  const terraform = { kubeconfig: null, context: null };
  const { env: environment } = process;
  connect({ kubeconfig: null, contexts: [], terraform, terraformDirectory: "/", environment })
    .then(([cluster]) => {
      const signal = AbortSignal.timeout(Number(PATIENCE));
      return apiServer({ tooOld: "broken" }).look({ cluster }, signal);
    })
    .then((outcome) => console.log(JSON.stringify(outcome)), (error) => console.log(JSON.stringify(error.props ?? error)));`;

interface Kubeconfig {
  readonly server: string;
  readonly proxy?: string;
  readonly user?: object;
}

async function looked({ server, proxy, user = { token: "secret" } }: Kubeconfig, environment: NodeJS.ProcessEnv = {}) {
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
  const told = text(child.stdout);
  await once(child, "exit");
  return JSON.parse(await told);
}

/** An API server that tells by whom it was asked. */
const apiServer: RequestListener = ({ url, headers }, response) => {
  const answer = url?.startsWith("/version")
    ? { gitVersion: "v1.36.3" }
    : { status: { userInfo: { username: headers.authorization } } };
  response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
};

/** Gives `use` the address of a proxy that leads to one place, and the hosts that it was asked for. */
function withProxy<R>(to: string, use: (proxy: string, asked: readonly string[]) => Promise<R>): Promise<R> {
  const asked: string[] = [];
  const { hostname, port } = new URL(to);
  const proxy = createServer().on("connect", ({ url = "" }, client) => {
    asked.push(url);
    const server = connect(Number(port), hostname, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    server.pipe(client).pipe(server);
  });
  return listening(proxy, (address) => use(address, asked));
}

test("an address without TLS is asked, as that of kubectl's proxy", async () => {
  const seen = await withServer(apiServer, (server) => looked({ server }));
  expect(seen).toMatchObject({ status: "holds", notes: ["asked as Bearer secret"] });
});

test("the kubeconfig's proxy leads to the API server", async () => {
  await withServer(apiServer, (server) =>
    withProxy(server, async (proxy, asked) => {
      expect(await looked({ server: "http://api.example.com", proxy })).toMatchObject({ status: "holds" });
      expect(new Set(asked)).toEqual(new Set(["api.example.com:80"]));
    }),
  );
});

test("so does the environment's", async () => {
  await withServer(apiServer, (server) =>
    withProxy(server, async (proxy, asked) => {
      expect(await looked({ server: "http://api.example.invalid" }, { HTTP_PROXY: proxy })).toMatchObject({
        status: "holds",
      });
      expect(asked).toContain("api.example.invalid:80");
    }),
  );
});

test("who asks is said by the kubeconfig's plugin", async () => {
  const exec = { command: "echo", args: ['{"status":{"token":"of the plugin"}}'] };
  const seen = await withServer(apiServer, (server) => looked({ server, user: { exec } }));
  expect(seen).toMatchObject({ status: "holds", notes: ["asked as Bearer of the plugin"] });
});

test("an API server that says nothing in time is slow, and isn't said to be too old", async () => {
  const seen = await withSilence((server) => looked({ server }, { PATIENCE: "500" }));
  expect(seen).toMatchObject({ status: "broken", found: expect.stringMatching(/^nothing within/) });
  expect(seen.causes).toHaveLength(1);
});

test("a context that the kubeconfig doesn't have is refused with those that it has", async () => {
  const { expected, remedy } = await looked({ server: "https://api.example.com" }, { KUBE_CTX: "other" });
  expect([expected, remedy]).toEqual(["one of c", "name one of those: --context <name>"]);
});

test("a kubeconfig that isn't there is refused, and the remedy isn't the same file", async () => {
  const { got, remedy } = await looked({ server: "https://api.example.com" }, { KUBE_CONFIG_PATH: "/gone" });
  expect(got).toBe("/gone (KUBE_CONFIG_PATH), and no such file");
  expect(remedy).toBe("name an existing file: export KUBE_CONFIG_PATH=<path>, or --kubeconfig <path>");
});

test("a server without a scheme is refused", async () => {
  expect(await looked({ server: "10.0.0.1:6443" })).toMatchObject({ got: 'the server "10.0.0.1:6443"' });
});
