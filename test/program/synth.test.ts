import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import successor from "cdktn/package.json";
import { STACK } from "../../src/terraform/stack-folder";
import { PROJECT } from "../helpers/example";
import { files, ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const STACK_FILE = join("stacks", STACK, "cdk.tf.json");

const folder = ProgramFolder.ofTests();
const program = folder.bundle("built");
/** Where the program writes by default. */
const output = join(folder.path, "cdktf.out");
const first = run(program);
const written = files(output);

function stackIn(texts: ReadonlyMap<string, string>) {
  return JSON.parse(texts.get(STACK_FILE) ?? "");
}

describe("the built program", () => {
  test("writes the stack beside cdktf.json, without a warning", () => {
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect([...written.keys()]).toEqual(["manifest.json", STACK_FILE]);
  });

  test("prints a summary in about a dozen lines", () => {
    const count = Object.values<object>(stackIn(written).resource).flatMap(Object.keys).length;
    const lines = first.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe(`${STACK}: ${count} resources`);
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  test.each([
    ["again", {}],
    ["from another folder", { cwd: tmpdir() }],
    ["in another time zone", { environment: { TZ: "Asia/Kolkata" } }],
    ["in a locale with other case rules", { environment: { LC_ALL: "tr_TR.UTF-8" } }],
  ])("writes and prints the same bytes %s", (_, how) => {
    rmSync(output, { recursive: true });
    expect(run(program, how)).toEqual(first);
    expect(files(output)).toEqual(written);
  });

  test("writes only into CDKTF_OUTDIR if it is set", () => {
    rmSync(output, { recursive: true });
    const elsewhere = join(folder.path, "elsewhere");
    expect(run(program, { environment: { CDKTF_OUTDIR: elsewhere } }).status).toBe(0);
    expect(files(elsewhere)).toEqual(written);
    expect(existsSync(output)).toBe(false);
  });

  test("leaves out the archiver, which cdktf calls only outside of a bundle", () => {
    const text = readFileSync(join(dirname(program), "main.bundle.js"), "utf8");
    expect(text).toContain("cdktf/lib/private/fs.js");
    expect(text).not.toContain("archiver-utils");
  });

  test("writes and prints no path on this machine", () => {
    expect([first.stdout, ...written.values()].join("\n")).not.toContain(PROJECT);
  });

  test("writes the same stack with the framework's successor, except for the version", () => {
    const CDKTF_OUTDIR = join(folder.path, "successor.out");
    const next = run(folder.bundle("successor", { cdktf: "cdktn" }), { environment: { CDKTF_OUTDIR } });
    expect(next).toEqual(first);
    const expected = stackIn(written);
    expect(expected["//"].metadata.version).not.toBe(successor.version);
    expected["//"].metadata.version = successor.version;
    expect(stackIn(files(CDKTF_OUTDIR))).toEqual(expected);
  });
});

describe("an invalid installation", () => {
  /** An error, and nothing before or after it. */
  const message = (fault: string) => new RegExp(`^${fault}: got .*, expected .*\n  why     .*\n  remedy  .*\n$`);

  beforeEach(() => {
    expect(run(program).status).toBe(0);
  });

  function expectFailure(entry: string, fault: string): void {
    const { status, stdout, stderr } = run(entry);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message(fault));
    expect(files(output)).toEqual(written);
  }

  test("fails with one message and keeps the previous output", () => {
    const settings = '{ nfs: { server: "nfs.example.com", path: "srv/loki" }, alertmanager: "none" }';
    const text = `import { installation } from "./src"; installation(${settings});`;
    expectFailure(folder.bundleText("wrong", text), "nfs\\.path");
  });

  test("fails for an invalid file in values/", () => {
    folder.write("values/alloy-events.yaml", "image: { tag: latest }\n");
    expectFailure(program, "values/alloy-events\\.yaml: image\\.tag");
  });
});
