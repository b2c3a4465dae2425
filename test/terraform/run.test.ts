import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTerraform } from "../../src/terraform/run";
import { inFolder } from "../helpers/folder";

/** A fake Terraform: records each run, then fails or kills itself if the environment names its command. */
const FAKE = `#!/bin/sh
if [ "$1" = version ]; then
  case "$0" in *tofu) echo "OpenTofu v1.10.0" ;; *) echo "Terraform v1.11.4" ;; esac
  exit "$VERSION_EXITS"
fi
IFS='|'
echo "\${0##*/} in \${PWD##*/}|$*" >> "$NOTES"
echo "CHECKPOINT_DISABLE=$CHECKPOINT_DISABLE" >> "$NOTES.environment"
echo "KUBE_CONFIG_PATH=$KUBE_CONFIG_PATH KUBE_CONFIG_PATHS=$KUBE_CONFIG_PATHS" >> "$NOTES.environment"
[ ! -f .terraform.lock.hcl ] || read -r LOCKED < .terraform.lock.hcl
echo "$LOCKED" >> "$NOTES.locks"
[ "$1" != "$FAILS" ] || exit 3
[ "$1" != providers ] || echo "$LOCKED, recorded" > .terraform.lock.hcl
[ "$1" != "$DIES" ] || kill -9 $$
`;

interface Outcome {
  readonly code: number;
  readonly notes: readonly string[];
  readonly environment: readonly string[];
  /** The first line of the lock file in the stack's folder, at each run. */
  readonly locks: readonly string[];
  /** The lock files in the project's folder afterwards. */
  readonly lockFiles: Readonly<Record<string, string>>;
}

/** Runs a command with only fakes of these names on PATH. */
function run(
  names: readonly string[],
  command: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  lockFiles: Readonly<Record<string, string>> = {},
): Outcome {
  const programs = Object.fromEntries(names.map((name) => [`bin/${name}`, FAKE]));
  return inFolder(
    { ...programs, "stack/cdk.tf.json": "{}", notes: "", "notes.environment": "", "notes.locks": "", ...lockFiles },
    (root) => {
      for (const path of Object.keys(programs)) chmodSync(join(root, path), 0o755);
      const environment = { PATH: join(root, "bin"), NOTES: join(root, "notes"), VERSION_EXITS: "0", ...variables };
      const code = runTerraform(command, { root, folder: join(root, "stack"), environment });
      return {
        code,
        notes: lines(root, "notes"),
        environment: lines(root, "notes.environment"),
        locks: lines(root, "notes.locks"),
        lockFiles: Object.fromEntries(
          readdirSync(root)
            .filter((name) => name.endsWith(".lock.hcl"))
            .map((name) => [name, readFileSync(join(root, name), "utf8")]),
        ),
      };
    },
  );
}

function lines(root: string, path: string): readonly string[] {
  return readFileSync(join(root, path), "utf8").split("\n").slice(0, -1);
}

let logged: jest.SpyInstance;

beforeEach(() => {
  logged = jest.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const BOTH = { ".terraform.lock.hcl": "for terraform\n", ".tofu.lock.hcl": "for tofu\n" };

test.each(["terraform", "tofu"])("installs only providers with the committed hashes: %s", (binary) => {
  const { notes, locks, lockFiles } = run([binary], ["plan"], {}, BOTH);
  expect(notes).toEqual([`${binary} in stack|init|-input=false|-lockfile=readonly`, `${binary} in stack|plan`]);
  expect(locks[0]).toBe(`for ${binary}`);
  expect(lockFiles).toEqual(BOTH);
  expect(logged).not.toHaveBeenCalled();
});

test.each([
  ["terraform", ".terraform.lock.hcl"],
  ["tofu", ".tofu.lock.hcl"],
])("says that nothing checks the providers of %s without its lock file", (binary, name) => {
  const others = Object.fromEntries(Object.entries(BOTH).filter(([other]) => other !== name));
  expect(run([binary], ["plan"], {}, others).notes[0]).toBe(`${binary} in stack|init|-input=false`);
  expect(logged).toHaveBeenCalledWith(expect.stringMatching(new RegExp(`^${name} does not exist.*npm run lock`)));
});

test("explains a failed init with a lock file", () => {
  expect(run(["terraform"], ["apply"], { FAILS: "init" }, BOTH).code).toBe(3);
  expect(logged).toHaveBeenCalledWith(expect.stringContaining("its content differs from .terraform.lock.hcl"));
});

test.each<[string, string[], string]>([
  [
    "the usual platforms",
    [],
    "-platform=linux_amd64|-platform=linux_arm64|-platform=darwin_amd64|-platform=darwin_arm64|-platform=windows_amd64",
  ],
  ["others", ["-platform=linux_386", "-fs-mirror=/srv/providers"], "-platform=linux_386|-fs-mirror=/srv/providers"],
])("records the hashes of the providers for %s", (_, options, written) => {
  const { notes, lockFiles } = run(["tofu"], ["lock", ...options], {}, BOTH);
  expect(notes).toEqual([`tofu in stack|providers|lock|${written}`]);
  expect(lockFiles).toEqual({ ...BOTH, ".tofu.lock.hcl": "for tofu, recorded\n" });
});

test("keeps the lock file if the hashes can't be recorded", () => {
  const { code, lockFiles } = run(["terraform"], ["lock"], { FAILS: "providers" }, BOTH);
  expect(code).toBe(3);
  expect(lockFiles).toEqual(BOTH);
});

test("initializes the stack's folder, then runs the command in it, argument by argument", () => {
  const { code, notes } = run(["terraform"], ["plan", "-out=a plan"]);
  expect(notes).toEqual(["terraform in stack|init|-input=false", "terraform in stack|plan|-out=a plan"]);
  expect(code).toBe(0);
});

test("only finds the binary without a command", () => {
  expect(run(["terraform"], [])).toMatchObject({ code: 0, notes: [] });
});

test.each([[], ["apply"]])("exits with 127 if the binary doesn't run (%s)", (...command) => {
  expect(run(["terraform", "tofu"], command, { VERSION_EXITS: "126" })).toMatchObject({ code: 127, notes: [] });
  expect(logged).toHaveBeenCalledWith(expect.stringMatching(/^cannot run terraform or tofu: install /));
});

test("doesn't run the command if init fails", () => {
  const { code, notes } = run(["terraform"], ["apply"], { FAILS: "init" });
  expect(notes).toEqual(["terraform in stack|init|-input=false"]);
  expect(code).toBe(3);
});

test("resolves a kubeconfig from the working directory of the command", () => {
  const variables = { KUBE_CONFIG_PATH: "a/config", KUBE_CONFIG_PATHS: "/b/config:c/config:~/.kube/config" };
  expect(run(["terraform"], ["plan"], variables).environment).toContain(
    `KUBE_CONFIG_PATH=${resolve("a/config")} KUBE_CONFIG_PATHS=/b/config:${resolve("c/config")}:~/.kube/config`,
  );
});

test("returns the binary's exit code", () => {
  expect(run(["terraform"], ["plan"], { FAILS: "plan" }).code).toBe(3);
});

test("fails if the binary is killed", () => {
  expect(run(["terraform"], ["apply"], { DIES: "apply" }).code).toBe(1);
});

test.each([
  ["Terraform if both are installed", ["terraform", "tofu"], {}, "terraform"],
  ["OpenTofu if Terraform is not installed", ["tofu"], {}, "tofu"],
  ["the binary in TERRAFORM_BINARY_NAME", ["terraform", "tofu"], { TERRAFORM_BINARY_NAME: "tofu" }, "tofu"],
  ["Terraform if TERRAFORM_BINARY_NAME is empty", ["terraform"], { TERRAFORM_BINARY_NAME: "" }, "terraform"],
])("runs %s", (_, names, variables, program) => {
  expect(run(names, ["plan"], variables).notes).toContain(`${program} in stack|plan`);
});

test.each([
  ["neither Terraform nor OpenTofu is installed", [], {}],
  ["the binary in TERRAFORM_BINARY_NAME does not exist", ["terraform"], { TERRAFORM_BINARY_NAME: "terraform-next" }],
])("runs nothing and prints what to install if %s", (_, names, variables) => {
  const { code, notes } = run(names, ["plan"], variables);
  expect(logged).toHaveBeenCalledWith(expect.stringContaining("or set TERRAFORM_BINARY_NAME"));
  expect(notes).toEqual([]);
  expect(code).toBe(127);
});

test("disables the version check of Terraform unless the environment enables it", () => {
  expect(run(["terraform"], ["plan"]).environment).toContain("CHECKPOINT_DISABLE=1");
  expect(run(["terraform"], ["plan"], { CHECKPOINT_DISABLE: "" }).environment).toContain("CHECKPOINT_DISABLE=");
});
