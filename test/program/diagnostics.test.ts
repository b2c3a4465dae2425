import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder } from "../helpers/folder";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

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

const program = folder.bundleText("program", ENTRY);
const kubeconfig = join(folder.path, "kubeconfig");
folder.write("kubeconfig", KUBECONFIG);

function examine(command: string, ...args: readonly string[]) {
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
  test("reports an unreachable API server once, and exits with its code", () => {
    const { status, stdout, stderr } = examine(command);
    expect({ status, stderr }).toEqual({ status: 3, stderr: "" });
    expect(stdout.match(/^✖ /gm)).toEqual(["✖ "]);
    expect(stdout).toMatch(/ {4}got {7}https:\/\/127\.0\.0\.1:1: .*ECONNREFUSED.*\n/);
    expect(stdout).toMatch(/\n- blocked by api-server: .*\n\nFailed: .* \(exit code 3: .*\)\.\n$/);
  });

  test("accepts --read-only", () => {
    expect(examine(command, "--read-only")).toMatchObject({ status: 3, stderr: "" });
  });

  test("prints the roles that it needs, without a cluster", () => {
    const { status, stdout } = run(program, { args: [command, "--rbac", "--subject", "Group:operators"] });
    expect(status).toBe(0);
    expect(stdout).toContain(`name: "log-collection-${command}"`);
    expect(stdout).toContain('name: "operators"');
  });

  test("rejects invalid settings before it contacts a cluster", () => {
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

test("reports several clusters in one document", () => {
  const { status, stdout } = examine("verify", "--context", "first", "--context", "second", "--json");
  const unreachable = { exitCode: 3, server: "https://127.0.0.1:1" };
  expect(status).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    command: "verify",
    exitCode: 3,
    clusters: [
      { ...unreachable, context: "first" },
      { ...unreachable, context: "second" },
    ],
  });
});

test("writes the JUnit report relative to where the command was typed", () => {
  const environment = { INIT_CWD: folder.path };
  const args = ["verify", "--kubeconfig", "kubeconfig", "--only", "api-server", "--junit", "verify.xml"];
  expect(run(program, { args, environment }).status).toBe(3);
  expect(readFileSync(join(folder.path, "verify.xml"), "utf8")).toContain(
    '<testsuites name="verify" tests="1" failures="1" errors="0" skipped="0">',
  );
});

test("rejects a context that the kubeconfig lacks", () => {
  const { status, stderr } = examine("verify", "--context", "third");
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("one of first, second") });
});

test.each([
  [["--only", "api-server,nothing"], '--only: got "nothing", expected one of api-server, nodes, .*'],
  [["--only", ""], '--only: got "", expected one of api-server, nodes, .*'],
  [["--for", "90s"], "--for requires --watch"],
  [["--watch", "--for", "soon"], '--for: got "soon", expected a duration such as 90s or 10m'],
  [["--subject", "User:jane"], "--subject requires --rbac"],
  [["--rbac", "--subject", "jane"], '--subject: got "jane", expected User:<name>, .*'],
  [["--loki-url", "loki:3100"], '--loki-url: got "loki:3100", expected a URL such as http://localhost:8080'],
  [["--grafana-url", "http://g", "--context", "a", "--context", "b"], "--grafana-url is the URL of one cluster"],
  [["--verbose"], 'unknown option "--verbose"; expected one of --context, '],
])("rejects the arguments %j of verify, and says why", (args, why) => {
  const { status, stdout, stderr } = examine("verify", ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^${why}.*\nsee npm run verify -- --help\n$`, "s"));
});

test("rejects options of verify for preflight", () => {
  const { status, stdout, stderr } = examine("preflight", "--loki-url", "http://localhost:3100");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^unknown option "--loki-url"; expected one of --context, /);
});
