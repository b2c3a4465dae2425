import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ProgramFolder, run } from "../helpers/program";

const folder = new ProgramFolder();
const main = folder.bundle("built");
const terraform = join(dirname(main), "terraform.js");
const notes = join(folder.path, "notes");
afterAll(() => folder.remove());

test("npm run diff, deploy and destroy run Terraform in the synthesized folder", () => {
  const fake = join(folder.path, "fake");
  writeFileSync(fake, `#!/bin/sh\necho "$PWD $*" >> "${notes}"\n`);
  chmodSync(fake, 0o755);
  const stack = join(folder.path, "cdktf.out", "stacks", "log-collection");
  expect(run(main).status).toBe(0);
  expect(existsSync(join(stack, "cdk.tf.json"))).toBe(true);
  mkdirSync(join(folder.path, "elsewhere"));
  const environment = { TERRAFORM_BINARY_NAME: fake };
  expect(run(terraform, { cwd: join(folder.path, "elsewhere"), environment }).status).toBe(0);
  expect(readFileSync(notes, "utf8")).toContain(`${stack} init -input=false\n`);
});
