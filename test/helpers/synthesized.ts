import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
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

/** The texts by their settings. A part's tests synthesize few stacks, and each of them several times. */
const texts = new Map<string, string>();

/** Synthesizes the example with these settings. */
export function synthesized(settings: Partial<Settings> = {}): Json {
  const key = inspect(settings, { depth: null });
  const text = texts.get(key) ?? synthesize(settings);
  texts.set(key, text);
  return JSON.parse(text);
}

function synthesize(settings: Partial<Settings>): string {
  return inFolder({}, (outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new LogCollectionStack(app, STACK, renderStack(exampleModel(settings), ROOT));
    app.synth();
    return readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8");
  });
}
