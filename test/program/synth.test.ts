import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import successor from "cdktn/package.json";
import { STACK } from "../../src/terraform/stack-folder";
import { PROJECT } from "../helpers/example";
import { files, ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const PLAN = join("stacks", STACK, "cdk.tf.json");

let folder: ProgramFolder;
let program: string;
/** Where the program writes by default. */
let output: string;
let first: ReturnType<typeof run>;
let written: ReadonlyMap<string, string>;

beforeAll(() => {
  folder = new ProgramFolder();
  program = folder.bundle("built");
  output = join(folder.path, "cdktf.out");
  first = run(program);
  written = files(output);
});

afterAll(() => folder.remove());

function planIn(texts: ReadonlyMap<string, string>) {
  return JSON.parse(texts.get(PLAN) ?? "");
}

describe("the built program", () => {
  test("writes the plan beside cdktf.json, without a warning", () => {
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect([...written.keys()]).toEqual(["manifest.json", PLAN]);
  });

  test("prints what the plan contains in a dozen lines or so", () => {
    const count = Object.values<object>(planIn(written).resource).flatMap(Object.keys).length;
    const lines = first.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe(`${STACK}: ${count} resources`);
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  test.each([
    ["again", {}],
    ["from another folder", { cwd: tmpdir() }],
    ["in another time zone", { environment: { TZ: "Asia/Kolkata" } }],
    ["in a language with other capitals", { environment: { LC_ALL: "tr_TR.UTF-8" } }],
  ])("writes and prints the same bytes %s", (_, how) => {
    rmSync(output, { recursive: true });
    expect(run(program, how)).toEqual(first);
    expect(files(output)).toEqual(written);
  });

  test("writes where CDKTF_OUTDIR says, and nowhere else", () => {
    rmSync(output, { recursive: true });
    const elsewhere = join(folder.path, "elsewhere");
    expect(run(program, { environment: { CDKTF_OUTDIR: elsewhere } }).status).toBe(0);
    expect(files(elsewhere)).toEqual(written);
    expect(existsSync(output)).toBe(false);
  });

  test("writes and prints no path of this machine", () => {
    expect([first.stdout, ...written.values()].join("\n")).not.toContain(PROJECT);
  });

  test("writes the same plan on the framework's successor, but for the version", () => {
    const CDKTF_OUTDIR = join(folder.path, "successor.out");
    const next = run(folder.bundle("successor", { cdktf: "cdktn" }), { environment: { CDKTF_OUTDIR } });
    expect(next).toEqual(first);
    const plan = planIn(written);
    expect(plan["//"].metadata.version).not.toBe(successor.version);
    plan["//"].metadata.version = successor.version;
    expect(planIn(files(CDKTF_OUTDIR))).toEqual(plan);
  });
});

describe("a plan that can't work", () => {
  /** A refusal, and nothing before or after it. */
  const message = (fault: string) => new RegExp(`^${fault}: got .*, expected .*\n  why     .*\n  remedy  .*\n$`);

  beforeEach(() => {
    expect(run(program).status).toBe(0);
  });

  function expectRefused(entry: string, fault: string): void {
    const { status, stdout, stderr } = run(entry);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message(fault));
    expect(files(output)).toEqual(written);
  }

  test("is refused in one message, and leaves the plan before it as it is", () => {
    const settings = '{ nfs: { server: "nfs.example.com", path: "srv/loki" }, alertmanager: "none" }';
    const text = `import { installation } from "./src"; installation(${settings});`;
    expectRefused(folder.bundleText("wrong", text), "nfs\\.path");
  });

  test("is refused for a file in values/ as well", () => {
    folder.write("values/alloy-events.yaml", "image: { tag: latest }\n");
    expectRefused(program, "values/alloy-events\\.yaml: image\\.tag");
  });
});
