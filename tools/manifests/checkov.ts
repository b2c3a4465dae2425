import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LintFinding } from "./finding";

/** Returns the path of the Python that has checkov, null if it isn't installed. @see tools/checkov/requirements.txt */
export function pythonWithCheckov(root: string): string | null {
  const folder = join(root, ".cache", "checkov");
  const python = join(folder, "bin", "python");
  return existsSync(join(folder, "bin", "checkov")) && existsSync(python) ? python : null;
}

interface Report {
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

/** Lints a file of manifests with checkov. @see https://www.checkov.io/5.Policy%20Index/kubernetes.html */
export function checkov(python: string, file: string): readonly LintFinding[] {
  // The script beside it names the folder of the installation, which a moved checkout no longer has.
  const module = ["-m", "checkov.main"];
  const args = [
    ...module,
    "--file",
    file,
    "--framework",
    "kubernetes",
    "--output",
    "json",
    "--quiet",
    "--skip-download",
  ];
  const { stdout, stderr, error } = spawnSync(python, args, { encoding: "utf8", maxBuffer: 2 ** 27 });
  if (error !== undefined || !stdout.includes('"results"')) throw new Error(`checkov: ${error?.message ?? stderr}`);
  const { results }: Report = JSON.parse(stdout);
  return results.failed_checks.map(({ check_id, check_name, resource }) => {
    // "Pod.monitoring.alloy.app.kubernetes.io/name-alloy": a pod of a template has its labels in its name.
    const [kind = "", , name = ""] = resource.split(".");
    return { linter: "checkov", check: check_id, object: `${kind}/${name}`, text: check_name };
  });
}
