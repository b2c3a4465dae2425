import { App, TerraformStack, Testing } from "cdktf";
import { inFolder } from "../helpers/folder";

/** A plan as Terraform reads it. */
interface Plan {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: unknown;
}

/** The plan of a stack that holds nothing but what `add` gives it. */
export function synthesizedWith(add: (stack: TerraformStack) => void): Plan {
  return inFolder({}, (outdir) => {
    const stack = new TerraformStack(new App({ outdir, stackTraces: false }), "bare");
    add(stack);
    return JSON.parse(Testing.synth(stack));
  });
}
