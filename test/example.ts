import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { deploymentOf } from "../src/deployment";
import { type Model, resolveModel } from "../src/model";
import type { Settings } from "../src/settings";
import { LogCollectionStack } from "../src/stack";
import { STACK } from "../src/stack-name";
import { inFolder } from "./folder";

/** The project's folder: rules/ and values/ of the tests are the project's own. */
export const ROOT = join(__dirname, "..");

/** The least that a person can write, in a namespace that exists. */
export const example: Settings = {
  nfs: { server: "nfs.example.com", path: "/srv/nfs/loki" },
  alertmanager: { service: "alertmanager", namespace: "monitoring" },
  namespace: { create: false },
};

export function exampleModel(settings: Partial<Settings> = {}): Model {
  return resolveModel({ ...example, ...settings }, ROOT);
}

/** A resource or look-up of the synthesized plan: whatever Terraform's JSON says. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no type, and tests read deep into it
type Json = any;

/** The plan as Terraform reads it. */
export function synthesized(settings: Partial<Settings> = {}): Json {
  return inFolder({}, (outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new LogCollectionStack(app, STACK, deploymentOf(exampleModel(settings), ROOT));
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8"));
  });
}
