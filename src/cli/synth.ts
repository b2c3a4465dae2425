import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App } from "cdktf";
import { annotationText, findingText } from "../checks/reporters/text";
import { isError } from "../checks/runner";
import { LogCollectionStack } from "../stack/log-collection-stack";
import { STACK } from "../terraform/stack-folder";
import type { Command } from "./command";
import { type Examined, examine } from "./examine";
import { summary } from "./summary";
import { warnings } from "./warnings";

/**
 * Synthesizes a plan into cdktf.out (or where the CLI wants it) and prints what it contains. A plan that can't work is
 * refused before a file is written: the plan before it stays.
 */
export const synth: Command = {
  name: "synth",
  usage: "synth",
  options: {},
  run: (settings, root) => {
    const examined = examine(settings, root);
    const errors = examined.report.findings.filter(isError);
    if (errors.length === 0) write(examined, root);
    else {
      console.error(errors.map(findingText).join("\n\n"));
      process.exitCode = 1;
    }
  },
};

function write({ deployment, report }: Examined, root: string): void {
  const outdir = process.env["CDKTF_OUTDIR"] ?? join(root, "cdktf.out");
  mkdirSync(outdir, { recursive: true });
  // Stack traces would put this machine's paths into the manifest.
  const app = new App({ outdir, stackTraces: false });
  const stack = new LogCollectionStack(app, STACK, deployment);
  for (const found of report.findings) Annotations.of(stack).addWarning(annotationText(found));
  app.synth();
  console.log(summary(deployment.model, stack, report));
  for (const warning of warnings(app)) console.warn(`warning: ${warning}`);
}
