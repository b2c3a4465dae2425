import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LintFinding } from "./finding";
import { KUBERNETES } from "./render";

/** Returns the path of kube-score, null if "npm run tools" has not built it. */
export function builtKubeScore(root: string): string | null {
  const program = join(root, ".cache", "bin", "kube-score");
  return existsSync(program) ? program : null;
}

/** The grade of an object that passes a check. */
const PASSED = 10;

interface ScoredObject {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

/** Lints a file of manifests with kube-score. @see https://github.com/zegl/kube-score/blob/v1.20.0/README_CHECKS.md */
export function kubeScore(program: string, file: string): readonly LintFinding[] {
  const args = ["score", "--output-format", "json", "--kubernetes-version", `v${KUBERNETES}`, file];
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 27 });
  if (error !== undefined || !stdout.startsWith("[")) throw new Error(`kube-score: ${error?.message ?? stderr}`);
  const scored: readonly ScoredObject[] = JSON.parse(stdout);
  return scored.flatMap(({ type_meta, object_meta, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < PASSED)
      .map(({ check, comments }) => ({
        linter: "kube-score" as const,
        check: check.id,
        object: `${type_meta.kind}/${object_meta.name}`,
        text: [...new Set((comments ?? []).map(({ summary }) => summary))].join(", "),
      })),
  );
}
