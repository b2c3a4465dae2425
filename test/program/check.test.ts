import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "sarif";
import { checks } from "../../src/checks";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

function checked(settings: string, ...args: readonly string[]) {
  return run(program, { args: ["check", ...args], environment: { SETTINGS: settings } });
}

/** Settings that pass every check that isn't skipped. Tests override them with SETTINGS, and so share one build. */
const ENTRY = `
  import { installation } from "./src";
  import { ByteSize } from "./src";
  installation({
    nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
    alertmanager: { service: "alertmanager", namespace: "alerting" },
    grafana: { namespace: "grafana" },
    cluster: { taints: [] },
    load: { pods: 100, podStartsPerDay: 100, bytesPerDay: ByteSize.mebibytes(256) },
    ...JSON.parse(process.env["SETTINGS"] ?? "{}")
  });`;

const program = folder.bundleText("program", ENTRY);

const RIGHT = "{}";
const WRONG = '{ "inotify": { "maxUserInstances": 128 } }';
const INVALID = '{ "nfs": { "server": "nfs.example.com", "path": "srv/nfs" } }';
const ACCEPTED =
  '{ "inotify": { "maxUserInstances": 128 }, "accept": [{ "check": "inotify-instances", "reason": "one pod a node" }] }';
const UNUSED = '{ "accept": [{ "check": "inotify-instances", "reason": "one pod a node" }] }';

test("counts passed checks and names the settings to declare", () => {
  const { status, stdout, stderr } = checked(RIGHT);
  const { length } = checks.filter(({ id }) => !["limit-range", "quota"].includes(id));
  expect(stdout).toBe(`${length} checks passed, 2 skipped (declare cluster.limitRange, cluster.quota)\n`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("prints an error and exits with 1", () => {
  const { status, stdout, stderr } = checked(WRONG);
  expect(stdout).toMatch(
    /^error: inotify\.maxUserInstances: got 128, expected [^\n]* \[inotify-instances\]\n {2}why .*\n\n\d+ checks passed, 1 finding, /s,
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
});

test("prints a warning and exits with 0", () => {
  const { status, stdout } = checked(UNUSED);
  expect(stdout).toMatch(/^warning: accept\[0\]: got [^\n]* \[accept-unused\]\n/);
  expect(status).toBe(0);
});

test("counts an accepted error and exits with 0", () => {
  const { status, stdout } = checked(ACCEPTED);
  expect(stdout).toMatch(/^\d+ checks passed, .*, 1 finding accepted\n$/);
  expect(status).toBe(0);
});

test("reports invalid settings as one finding", () => {
  const { status, stdout } = checked(INVALID);
  expect(stdout).toMatch(
    /^error: nfs\.path: got "srv\/nfs", expected [^\n]* \[settings\]\n {2}why .*\n\n1 invalid setting; no check ran\n$/s,
  );
  expect(status).toBe(1);
});

test("reports an acceptance of an unknown check as one finding", () => {
  const { status, stdout } = checked('{ "accept": [{ "check": "inotify-instance", "reason": "one pod a node" }] }');
  expect(stdout).toMatch(/^error: accept\[0\]\.check: got [^\n]* \[settings\]\n/);
  expect(status).toBe(1);
});

test("prints JSON", () => {
  const { status, stdout } = checked(WRONG, "--format", "json");
  const { findings, skipped, passed } = JSON.parse(stdout);
  expect(findings).toMatchObject([{ check: "inotify-instances", setting: "inotify.maxUserInstances", got: "128" }]);
  expect(passed.length + skipped.length + findings.length).toBe(checks.length);
  expect(status).toBe(1);
});

test("prints SARIF", () => {
  const { status, stdout } = checked(ACCEPTED, "--format=sarif");
  const { version, runs }: Log = JSON.parse(stdout);
  expect(version).toBe("2.1.0");
  expect(runs.flatMap(({ tool }) => tool.driver.rules ?? []).map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  expect(runs.flatMap(({ results = [] }) => results)).toMatchObject([
    { ruleId: "inotify-instances", suppressions: [{ kind: "inSource", justification: "one pod a node" }] },
  ]);
  expect(status).toBe(0);
});

test.each(["json", "sarif"])("reports invalid settings in %s, too", (format) => {
  const { status, stdout } = checked(INVALID, "--format", format);
  expect(stdout).toContain('"nfs.path"');
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(status).toBe(1);
});

test.each(["text", "json", "sarif"])("%s output is deterministic", (format) => {
  expect(checked(WRONG, "--format", format)).toEqual(checked(WRONG, "--format", format));
});

const USAGE = `\
usage: npm run synth
       npm run check [-- --format text|json|sarif]
       npm run capacity
       npm run preflight [-- [--context <name>]... [--kubeconfig <file>] [--only <id>,...]
             [--json] [--junit <file>] [--watch [--for <duration>]]
             [--rbac [--subject <kind>:<name>]]
             [--read-only] [--alertmanager-url <url>]]
       npm run verify [-- [--context <name>]... [--kubeconfig <file>] [--only <id>,...]
             [--json] [--junit <file>] [--watch [--for <duration>]]
             [--rbac [--subject <kind>:<name>]]
             [--read-only] [--loki-url <url>] [--alertmanager-url <url>] [--grafana-url <url>]]
`;

test.each([
  [["--format", "yaml"], '--format: got "yaml", expected one of text, json, sarif\n'],
  [["--format", "jsn"], '--format: got "jsn", expected one of text, json, sarif; did you mean "json"?'],
  [["--format"], "Option '--format <value>' argument missing"],
  [["--form", "json"], 'unknown option "--form"; did you mean --format?'],
  [["more"], 'unexpected argument "more"'],
])("rejects the arguments %j", (args, why) => {
  const { status, stdout, stderr } = checked(RIGHT, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(why);
  expect(stderr).toMatch(/^.*\nsee npm run check -- --help\n$/);
});

test.each([
  ["chek", '; did you mean "check"?'],
  ["", ""],
])("rejects the unknown command %j", (name, suggestion) => {
  const stderr = `unknown command "${name}"${suggestion}\nsee npx log-collection --help\n`;
  expect(run(program, { args: [name] })).toEqual({ status: 2, stdout: "", stderr });
});

test.each(["--help", "-h"])("prints the usage for %s", (help) => {
  expect(run(program, { args: [help] })).toEqual({ status: 0, stdout: USAGE, stderr: "" });
  const stdout = "usage: npm run check [-- --format text|json|sarif]\n";
  expect(run(program, { args: ["check", help] })).toEqual({ status: 0, stdout, stderr: "" });
});

test("writes nothing", () => {
  expect(existsSync(join(folder.path, "cdktf.out"))).toBe(false);
});
