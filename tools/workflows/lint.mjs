/**
 * Checks the workflows in .github: actionlint for mistakes, zizmor for weaknesses. A linter that isn't installed is reported
 * as not run. With REQUIRE_TOOLS=1, that is a failure if the project can build the linter.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const cache = join(root, ".cache");

/** Without network access: the audits that ask GitHub about an action's commit don't run. */
const ZIZMOR = ["--offline", "--no-progress", "--persona", "auditor", ".github"];

const LINTERS = [
  { name: "actionlint", isBuilt: true, path: join(cache, "bin", "actionlint"), args: [], install: "npm run tools" },
  {
    name: "zizmor",
    isBuilt: false,
    path: join(cache, "zizmor", "bin", "zizmor"),
    args: ZIZMOR,
    install:
      "python3 -m venv .cache/zizmor && .cache/zizmor/bin/pip install --require-hashes -r tools/zizmor/requirements.txt",
  },
];

for (const { name, isBuilt, path, args, install } of LINTERS) {
  const { error, status } = spawnSync(existsSync(path) ? path : name, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) {
    console.error(`not run: ${name} (install it with: ${install})`);
    if (isBuilt && process.env.REQUIRE_TOOLS === "1") process.exitCode = 1;
  } else if (status === 0) console.log(`${name}: no findings`);
  else process.exitCode = 1;
}
