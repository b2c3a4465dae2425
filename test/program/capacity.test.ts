import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capacityTable } from "../../src/capacity/table";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { inFolder } from "../helpers/folder";
import { files, ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

/** A load of 2 GiB a day. Tests override it with LOAD, and so share one build. */
const ENTRY = `
  import { installation } from "./src";
  import { ByteSize } from "./src";
  installation({
    nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
    alertmanager: "none",
    load: { bytesPerDay: ByteSize.gibibytes(2), ...JSON.parse(process.env["LOAD"] ?? "{}") },
  });`;

const program = folder.bundleText("program", ENTRY);
const page = join(folder.path, "capacity.html");

const TABLE = capacityTable(exampleModel({ load: { bytesPerDay: ByteSize.gibibytes(2) } }));

test("prints the table and writes the page beside cdktf.json, the same in every run", () => {
  const first = run(program, { args: ["capacity"] });
  const written = readFileSync(page, "utf8");
  expect(first).toEqual({ status: 0, stdout: `${TABLE}\n\nSee capacity.html for plots.\n`, stderr: "" });
  expect(written).toMatch(/^<!doctype html>\n/);
  rmSync(page);
  expect(run(program, { args: ["capacity"], cwd: tmpdir() })).toEqual(first);
  expect(readFileSync(page, "utf8")).toBe(written);
  expect(existsSync(join(folder.path, "cdktf.out"))).toBe(false);
});

test("rejects invalid settings and writes nothing", () => {
  rmSync(page, { force: true });
  const { status, stdout, stderr } = run(program, { args: ["capacity"], environment: { LOAD: '{ "pods": 0 }' } });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^load\.pods: got 0, /);
  expect(existsSync(page)).toBe(false);
});

test("prints the table but no page without the charting package", () => {
  inFolder({}, (elsewhere) => {
    const copy = join(elsewhere, "main.js");
    rmSync(page, { force: true });
    cpSync(folder.path, elsewhere, { recursive: true });
    cpSync(program, copy);
    const { status, stdout, stderr } = run(copy, { args: ["capacity"] });
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${TABLE}\n` });
    expect(stderr).toMatch(
      /^node_modules: got no package echarts, expected .*\n.*\n {2}remedy .* npm ci --include=optional\n$/,
    );
    expect(files(elsewhere).has("capacity.html")).toBe(false);
  });
});

test("rejects any option", () => {
  expect(run(program, { args: ["capacity", "--format", "json"] })).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("\nsee npm run capacity -- --help\n"),
  });
});
