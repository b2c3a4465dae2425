import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import versions from "../../src/terraform/versions.json";
import { describeWith } from "../components/available";
import { PROJECT } from "../helpers/example";
import { inFolder } from "../helpers/folder";

const LOCK_FILE = ".terraform.lock.hcl";

/** The binary, if it is on PATH. */
function terraform(): string | null {
  return spawnSync("terraform", ["version"]).status === 0 ? "terraform" : null;
}

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** A folder with the stack's providers, the committed lock file, and a mirror with other builds of the providers. */
function inStack(use: (terraformIn: (...args: readonly string[]) => Outcome, folder: string) => void): void {
  const sources = Object.entries(versions.providers).map(([name, version]) => [name, { source: name, version }]);
  const stack = { terraform: { required_providers: Object.fromEntries(sources) } };
  inFolder({ "stack/main.tf.json": JSON.stringify(stack) }, (root) => {
    const [folder, mirror, settings] = [join(root, "stack"), join(root, "mirror"), join(root, "terraformrc")];
    for (const [name, version] of Object.entries(versions.providers)) fakeProvider(mirror, name, version);
    writeFileSync(settings, `provider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`);
    cpSync(join(PROJECT, LOCK_FILE), join(folder, LOCK_FILE));
    const env = { PATH: process.env["PATH"], TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" };
    use((...args) => {
      const { status, stdout, stderr } = spawnSync("terraform", [...args], { cwd: folder, encoding: "utf8", env });
      return { status, output: `${stdout}${stderr}` };
    }, folder);
  });
}

/** Terraform's init doesn't start a provider, so any program will do. */
function fakeProvider(mirror: string, name: string, version: string): void {
  const folder = join(mirror, "registry.terraform.io", "hashicorp", name, version, "linux_amd64");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `terraform-provider-${name}_v${version}`);
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
}

const INIT = ["init", "-input=false", "-no-color", "-lockfile=readonly"];

describeWith("Terraform and the committed lock file (terraform on PATH, on linux_amd64)", terraform(), () => {
  test("installs no provider with another content, even in the right version", () => {
    inStack((terraformIn, folder) => {
      const { status, output } = terraformIn(...INIT);
      expect(status).toBe(1);
      expect(output).toMatch(/doesn't\s+match\s+any\s+of\s+the\s+checksums/);
      expect(readFileSync(join(folder, LOCK_FILE), "utf8")).toBe(readFileSync(join(PROJECT, LOCK_FILE), "utf8"));
    });
  });

  test("installs it after its hashes are recorded from a mirror", () => {
    inStack((terraformIn, folder) => {
      const mirror = `-fs-mirror=${join(folder, "..", "mirror")}`;
      expect(terraformIn("providers", "lock", "-platform=linux_amd64", mirror)).toMatchObject({ status: 0 });
      expect(terraformIn(...INIT)).toMatchObject({ status: 0 });
    });
  });
});
