import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Settings } from "../../src/settings/settings";
import { LogCollectionStack } from "../../src/stack/log-collection-stack";
import { renderStack } from "../../src/stack/rendered-stack";
import { STACK } from "../../src/terraform/stack-folder";
import { exampleModel, ROOT } from "./example";
import { inFolder } from "./folder";

/** The synthesized stack, in Terraform's JSON. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no type, and tests read deep into it
type Json = any;

/** Synthesizes the example with these settings. */
export function synthesized(settings: Partial<Settings> = {}): Json {
  return inFolder({}, (outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new LogCollectionStack(app, STACK, renderStack(exampleModel(settings), ROOT));
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8"));
  });
}
