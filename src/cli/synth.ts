import { mkdirSync } from "node:fs";
import { AnnotationMetadataEntryType, Annotations, App } from "cdktf";
import type { IConstruct } from "constructs";
import { annotationText, findingText } from "../checks/reporters/text";
import { isError } from "../checks/runner";
import { LogCollectionStack } from "../stack/log-collection-stack";
import { outputFolder, STACK } from "../terraform/stack-folder";
import { type CheckedStack, runChecks } from "./check";
import type { Command } from "./command";
import { summary } from "./summary";

/**
 * Synthesizes the stack into cdktf.out (or CDKTF_OUTDIR) and prints a summary. If a check finds an error, it writes
 * nothing, so the files of the previous synthesis stay.
 */
export const synth: Command = {
  name: "synth",
  usage: "synth",
  options: {},
  run: (settings, root) => {
    const checked = runChecks(settings, root);
    const errors = checked.report.findings.filter(isError);
    if (errors.length === 0) write(checked, root);
    else {
      console.error(errors.map(findingText).join("\n\n"));
      process.exitCode = 1;
    }
  },
};

function write({ stack: rendered, report }: CheckedStack, root: string): void {
  const outdir = outputFolder(root, process.env);
  mkdirSync(outdir, { recursive: true });
  // Stack traces would put this machine's paths into the manifest.
  const app = new App({ outdir, stackTraces: false });
  const stack = new LogCollectionStack(app, STACK, rendered);
  for (const finding of report.findings) Annotations.of(stack).addWarning(annotationText(finding));
  app.synth();
  console.log(summary(rendered.model, stack, report));
  for (const warning of warnings(app)) console.warn(`warning: ${warning}`);
}

/**
 * Returns the warnings of all constructs, each with the construct's path. cdktf only writes them into its manifest, for
 * its CLI to print. Under that CLI, the function returns none, so that no warning appears twice.
 */
export function warnings(root: IConstruct): readonly string[] {
  if (process.env["CDKTF_CONTEXT_JSON"] !== undefined) return [];
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
        .map(({ data }) => `[${node.path}] ${String(data)}`),
    );
}
