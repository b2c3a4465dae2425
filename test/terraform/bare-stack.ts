import { App, TerraformStack, Testing } from "cdktf";
import { inFolder } from "../helpers/folder";

/** A stack in Terraform's JSON. */
interface StackJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: unknown;
}

/** Synthesizes a stack that contains only what `add` adds. */
export function synthesizedWith(add: (stack: TerraformStack) => void): StackJson {
  return inFolder({}, (outdir) => {
    const stack = new TerraformStack(new App({ outdir, stackTraces: false }), "bare");
    add(stack);
    return JSON.parse(Testing.synth(stack));
  });
}
