import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LintFinding } from "./finding";

/** Returns the path of checkov, null if it isn't installed. @see tools/checkov/requirements.txt */
export function installedCheckov(root: string): string | null {
  const program = join(root, ".cache", "checkov", "bin", "checkov");
  return existsSync(program) ? program : null;
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
export function checkov(program: string, file: string): readonly LintFinding[] {
  const args = ["--file", file, "--framework", "kubernetes", "--output", "json", "--quiet", "--skip-download"];
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 27 });
  if (error !== undefined || !stdout.includes('"results"')) throw new Error(`checkov: ${error?.message ?? stderr}`);
  const { results }: Report = JSON.parse(stdout);
  return results.failed_checks.map(({ check_id, check_name, resource }) => {
    // "Pod.monitoring.alloy.app.kubernetes.io/name-alloy": a pod of a template has its labels in its name.
    const [kind = "", , name = ""] = resource.split(".");
    return { linter: "checkov", check: check_id, object: `${kind}/${name}`, text: check_name };
  });
}
