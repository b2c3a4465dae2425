import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { optionalDependencies, scripts } from "../package.json";
import { PROJECT } from "./helpers/example";

function read(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}

const workflow = read(".github/workflows/ci.yaml");

test("the workflow pins every action to a commit, with its version as a comment", () => {
  const uses = workflow.split("\n").filter((line) => line.includes("uses:"));
  expect(uses.length).toBeGreaterThan(0);
  for (const line of uses) expect(line).toMatch(/uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

test("only a job that runs no code of the project may write to GitHub", () => {
  const { permissions, jobs }: { permissions: object; jobs: Record<string, Job> } = parse(workflow);
  expect(permissions).toEqual({});
  for (const { permissions: granted, steps } of Object.values(jobs)) {
    expect(granted).toBeDefined();
    const runsCode = steps.some(({ run, uses = "" }) => run !== undefined || uses.startsWith("actions/checkout@"));
    if (runsCode) expect(granted).toEqual({ contents: "read" });
  }
});

test("no checkout keeps the credentials, and every cache key is made of existing files", () => {
  const { jobs }: { jobs: Record<string, Job> } = parse(workflow);
  const checkouts = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(1);
  for (const step of checkouts) expect(step.with).toEqual({ "persist-credentials": false });
  const files = [...workflow.matchAll(/hashFiles\(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/));
  expect(files).toEqual(["'tools/**'", "'src/terraform/versions.json'"]);
  expect(read("src/terraform/versions.json")).toContain("tools");
});

test("the workflow runs every stage of .ci/run", () => {
  const stages = /^stages=\((.*)\)$/m.exec(read(".ci/run"))?.[1]?.split(" ") ?? [];
  const { jobs }: { jobs: Record<string, { steps: { run?: string }[] }> } = parse(workflow);
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = "" }) => run.split("\n")));
  const run = commands.flatMap((command) => /\.ci\/run (.*)$/.exec(command)?.[1]?.split(" ") ?? []);
  expect([...new Set(run)].sort()).toEqual([...stages].sort());
});

test("the bundle loads exactly the optional packages from node_modules", () => {
  const external = /const EXTERNAL = (\[.*\]);/.exec(read("esbuild.config.mjs"))?.[1] ?? "";
  expect(JSON.parse(external)).toEqual(Object.keys(optionalDependencies));
});

test.each(["synth", "check", "capacity", "preflight", "verify"] as const)("npm run %s builds first", (name) => {
  expect(scripts[name]).toMatch(/^node esbuild\.config\.mjs && node dist\/main\.js/);
});

test.each(["diff", "deploy", "destroy"] as const)("npm run %s finds Terraform, then synthesizes", (name) => {
  const [build, find, synth, terraform] = scripts[name].split(" && ");
  expect([`${build} && ${synth}`, find]).toEqual([scripts.synth, "node dist/terraform.js"]);
  expect(terraform).toMatch(/^node dist\/terraform\.js \w+$/);
});

/** The files of a list, such as "loki/grace-period" of src/checks/index.ts. */
function listed(folder: string): readonly string[] {
  const names = [...read(`src/${folder}/index.ts`).matchAll(/^import \{[^}]*\} from "\.\/([^"]+)";$/gm)];
  return names.map(([, name = ""]) => name);
}

/** The modules of src/ that the tests of a folder import, such as "loki/grace-period". */
function tested(folder: string): ReadonlySet<string> {
  const tests = readdirSync(join(PROJECT, "test", folder), { recursive: true, encoding: "utf8" });
  const texts = tests.filter((name) => name.endsWith(".ts")).map((name) => read(`test/${folder}/${name}`));
  const pattern = new RegExp(`"(?:\\.\\./)+src/${folder}/([^"]+)"`, "g");
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name)));
}

test.each(["checks", "preflight", "verify"])("a test imports each file in the list of src/%s", (folder) => {
  const files = listed(folder);
  const imported = tested(folder);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((name) => !imported.has(name)).map((name) => `no test imports src/${folder}/${name}.ts`)).toEqual(
    [],
  );
});
