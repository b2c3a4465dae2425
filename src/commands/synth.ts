import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { deploymentOf } from "./deployment";
import { resolveModel } from "./model";
import { projectRoot } from "./project";
import { Refusal } from "./refusal";
import type { Settings } from "./settings";
import { LogCollectionStack } from "./stack";
import { STACK } from "./stack-name";
import { summary } from "./summary";
import { warnings } from "./warnings";

/**
 * Synthesizes a plan into cdktf.out (or where the CLI wants it) and prints what it contains. A plan that can't work is
 * refused before a file is written: the plan before it stays.
 */
export function synthesize(settings: Settings): void {
  try {
    write(settings, projectRoot(__dirname));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function write(settings: Settings, root: string): void {
  const model = resolveModel(settings, root);
  const outdir = process.env["CDKTF_OUTDIR"] ?? join(root, "cdktf.out");
  mkdirSync(outdir, { recursive: true });
  // Stack traces would put this machine's paths into the manifest.
  const app = new App({ outdir, stackTraces: false });
  const stack = new LogCollectionStack(app, STACK, deploymentOf(model, root));
  app.synth();
  console.log(summary(model, stack));
  for (const warning of warnings(app)) console.warn(`warning: ${warning}`);
}
