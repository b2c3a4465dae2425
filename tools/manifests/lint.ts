import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { projectRoot } from "../../src/cli/project-root";
import { archiveOf, canRun, helmBinary } from "../charts/helm";
import { pinnedCharts } from "../charts/pinned";
import { acceptedFindings } from "./accepted";
import { checkov, pythonWithCheckov } from "./checkov";
import type { Linter, LintFinding } from "./finding";
import { builtKubeScore, kubeScore } from "./kube-score";
import type { Manifest } from "./manifest";
import { renderRelease } from "./render";
import { staleAcceptances, unexplained } from "./review";
import { readSynthesized } from "./synthesized";

/**
 * Lints what the last synth would deploy: the stack's own objects, and those of the charts if they are available.
 * A finding without a reason fails the run, and so does a reason without a finding.
 */
function main(root: string): number {
  const folder = join(root, ".cache", "manifests");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { objects, missing } = render(root, folder);
  const file = join(folder, "manifests.yaml");
  writeFileSync(file, objects.map((object) => stringify(object)).join("---\n"));
  const results = [
    lint("checkov", pythonWithCheckov(root), (program) => checkov(program, file)),
    lint("kube-score", builtKubeScore(root), (program) => kubeScore(program, file)),
  ];
  // Without the charts, the pods of their network policies are unknown.
  const isKnown = ({ check }: LintFinding) => missing.length === 0 || check !== "networkpolicy-targets-pod";
  const findings = results.flatMap((result) => result.findings);
  const ran = results.filter(({ isRun }) => isRun).map(({ linter }) => linter);
  const open = unexplained(findings, acceptedFindings).filter(isKnown);
  const names = new Set(objects.map(nameOf));
  const stale = staleAcceptances(findings, acceptedFindings, { ran, objects: names });
  for (const { linter, check, object, text } of open) console.error(`${linter} ${check} ${object}: ${text}`);
  for (const text of stale) console.error(`${text}: no such finding; remove it from tools/manifests/accepted.ts`);
  for (const { linter, findings: all, isRun } of results)
    console.log(isRun ? `${linter}: ${all.length} findings` : `not proven here: what ${linter} reports`);
  for (const text of missing) console.log(`not proven here: ${text}`);
  console.log(
    `${objects.length} objects, ${findings.length - open.length} findings with a reason, ${open.length} without`,
  );
  return open.length + stale.length === 0 ? 0 : 1;
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

function lint(linter: Linter, program: string | null, run: (program: string) => readonly LintFinding[]) {
  return { linter, isRun: program !== null, findings: program === null ? [] : run(program) };
}

function render(root: string, folder: string): { objects: readonly Manifest[]; missing: readonly string[] } {
  const { objects, releases } = readSynthesized(root);
  const helm = helmBinary(root);
  const values = join(folder, "values");
  mkdirSync(values);
  const missing: string[] = [];
  const rendered = pinnedCharts.flatMap((chart) => {
    const archive = canRun(helm) ? archiveOrNull(() => archiveOf(chart, helm, values)) : null;
    if (archive === null) {
      missing.push(`the objects of chart ${chart.name} (Helm, and ${chart.variable} or its repository)`);
      return [];
    }
    return releases
      .filter((release) => release.chart === chart.name)
      .flatMap((release) => renderRelease(helm, archive, release, values));
  });
  rmSync(values, { recursive: true });
  return { objects: [...objects, ...rendered], missing };
}

function archiveOrNull(archive: () => string): string | null {
  try {
    const path = archive();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

process.exitCode = main(projectRoot(__dirname));
