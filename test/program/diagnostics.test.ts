import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../helpers/folder";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

let folder: ProgramFolder;
let program: string;
let kubeconfig: string;

/** Nothing listens on port 1, here or anywhere. */
const KUBECONFIG = `
apiVersion: v1
kind: Config
clusters: [{ name: gone, cluster: { server: "https://127.0.0.1:1" } }]
users: [{ name: somebody, user: { token: secret } }]
contexts:
  - { name: first, context: { cluster: gone, user: somebody } }
  - { name: second, context: { cluster: gone, user: somebody } }
current-context: first
`;

const ENTRY = `
  import { installation } from "./src";
  installation({
    nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
    alertmanager: "none",
    ...JSON.parse(process.env["SETTINGS"] ?? "{}"),
  });`;

beforeAll(() => {
  folder = new ProgramFolder();
  program = folder.bundleText("program", ENTRY);
  folder.write("kubeconfig", KUBECONFIG);
  kubeconfig = join(folder.path, "kubeconfig");
});

afterAll(() => folder.remove());

function looked(command: string, ...args: readonly string[]) {
  return run(program, { args: [command, "--kubeconfig", kubeconfig, ...args] });
}

/** The whole message for a missing package. */
function missing(name: string) {
  const remedy = "install the optional packages: npm ci --include=optional";
  return expect.stringMatching(
    new RegExp(`^node_modules: got no package ${name}, expected .*\n  why     .*\n  remedy  ${remedy}\n$`),
  );
}

describe.each(["verify", "preflight"])("%s", (command) => {
  test("without an API server ends with one message, and says so in its exit code", () => {
    const { status, stdout, stderr } = looked(command);
    expect({ status, stderr }).toEqual({ status: 3, stderr: "" });
    expect(stdout.match(/^✖ /gm)).toEqual(["✖ "]);
    expect(stdout).toMatch(/ {4}found {3}https:\/\/127\.0\.0\.1:1: .*ECONNREFUSED.*\n/);
    expect(stdout).toMatch(/\n- not reached, behind api-server: .*\n\nBroken at: .* \(exit code 3: .*\)\.\n$/);
  });

  test("prints the roles that it needs, without a cluster", () => {
    const { status, stdout } = run(program, { args: [command, "--rbac", "--subject", "Group:operators"] });
    expect(status).toBe(0);
    expect(stdout).toContain(`name: "log-collection-${command}"`);
    expect(stdout).toContain('name: "operators"');
  });

  test("refuses settings that no plan can be made of before it asks a cluster", () => {
    const environment = { SETTINGS: '{ "nfs": { "server": "nfs.example.com", "path": "srv/nfs" } }' };
    const { status, stderr } = run(program, { args: [command], environment });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^nfs\.path: got /) });
  });

  test("names a missing package and the command that installs it", () => {
    inFolder({}, (elsewhere) => {
      cpSync(folder.path, elsewhere, { recursive: true });
      cpSync(program, join(elsewhere, "main.js"));
      const { status, stderr } = run(join(elsewhere, "main.js"), { args: [command] });
      expect({ status, stderr }).toEqual({ status: 1, stderr: missing("@kubernetes/client-node") });
      const args = [command, "--junit", join(elsewhere, "report.xml")];
      expect(run(join(elsewhere, "main.js"), { args })).toEqual({
        status: 1,
        stdout: "",
        stderr: missing("junit-report-builder"),
      });
      expect(run(join(elsewhere, "main.js"), { args: ["check"] }).stderr).toBe("");
    });
  });
});

test("tells of several clusters in one document", () => {
  const { status, stdout } = looked("verify", "--context", "first", "--context", "second", "--json");
  const unreached = { exitCode: 3, server: "https://127.0.0.1:1" };
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "verify",
    exitCode: 3,
    clusters: [
      { ...unreached, context: "first" },
      { ...unreached, context: "second" },
    ],
  });
});

test("writes what CI systems read, where it was typed", () => {
  const environment = { INIT_CWD: folder.path };
  const args = ["verify", "--kubeconfig", "kubeconfig", "--only", "api-server", "--junit", "verify.xml"];
  expect(run(program, { args, environment }).status).toBe(3);
  expect(readFileSync(join(folder.path, "verify.xml"), "utf8")).toContain(
    '<testsuites name="verify" tests="1" failures="1" errors="0" skipped="0">',
  );
});

test("refuses a context that the kubeconfig doesn't have", () => {
  const { status, stderr } = looked("verify", "--context", "third");
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("one of first, second") });
});

test.each([
  [["--only", "api-server,nothing"], '--only takes api-server, nodes, .*, not "nothing"'],
  [["--for", "90s"], "--for goes with --watch"],
  [["--watch", "--for", "soon"], '--for takes a duration such as 90s or 10m, not "soon"'],
  [["--subject", "User:jane"], "--subject goes with --rbac"],
  [["--rbac", "--subject", "jane"], '--subject takes User:<name>, .*, not "jane"'],
  [["--loki-url", "loki:3100"], '--loki-url takes a URL, not "loki:3100"'],
  [["--grafana-url", "http://g", "--context", "a", "--context", "b"], "--grafana-url is that of one cluster"],
  [["--verbose"], "Unknown option '--verbose'"],
])("verify is not called with %j, and says why", (args, why) => {
  const { status, stdout, stderr } = looked("verify", ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^${why}.*\nusage: `, "s"));
});

test("preflight makes nothing, and has no option to keep it from that", () => {
  expect(looked("preflight", "--read-only")).toMatchObject({ status: 2 });
});
