import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ProgramFolder, run } from "../helpers/program";

const folder = ProgramFolder.ofTests();
const main = folder.bundle("built");
const terraform = join(dirname(main), "terraform.js");
const notes = join(folder.path, "notes");
const fake = join(folder.path, "fake");
const elsewhere = join(folder.path, "elsewhere");

beforeAll(() => {
  writeFileSync(fake, `#!/bin/sh\necho "$PWD $*" >> "${notes}"\n`);
  chmodSync(fake, 0o755);
  mkdirSync(elsewhere);
});

beforeEach(() => rmSync(notes, { force: true }));

test.each([
  ["cdktf.out", {}],
  ["next.out", { CDKTF_OUTDIR: "next.out" }],
])("npm run diff, deploy and destroy run Terraform in the synthesized folder: %s", (output, environment) => {
  const stack = join(folder.path, output, "stacks", "log-collection");
  expect(run(main, { environment }).status).toBe(0);
  withoutNetwork(join(stack, "cdk.tf.json"));
  const variables = { ...environment, TERRAFORM_BINARY_NAME: fake };
  const { status, stderr } = run(terraform, { args: ["plan"], cwd: elsewhere, environment: variables });
  expect(status).toBe(0);
  expect(stderr).toContain("not compared with its digest: chart loki");
  const lines = readFileSync(notes, "utf8").split("\n");
  expect(lines).toContain(`${stack} init -input=false`);
  expect(lines.filter((line) => line.includes("stacks") && !line.startsWith(stack))).toEqual([]);
});

/** Replaces the chart repositories by one that can't be reached. */
function withoutNetwork(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll(/"repository": "https:[^"]*"/g, '"repository": "http://127.0.0.1:1"'));
}

test("npm run deploy rejects an output folder from which the stack's relative paths lead elsewhere", () => {
  const environment = { CDKTF_OUTDIR: "deeply/nested.out", TERRAFORM_BINARY_NAME: fake };
  const { status, stderr } = run(terraform, { environment });
  expect(status).toBe(1);
  expect(stderr).toContain(
    `CDKTF_OUTDIR: got ${join(folder.path, "deeply/nested.out")}, expected a folder directly in`,
  );
  expect(existsSync(notes)).toBe(false);
});
