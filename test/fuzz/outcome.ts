import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { isError } from "../../src/checks/runner";
import { runChecks } from "../../src/cli/check";
import { summary } from "../../src/cli/summary";
import { SettingsError } from "../../src/settings/settings-error";
import { LogCollectionStack } from "../../src/stack/log-collection-stack";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { STACK } from "../../src/terraform/stack-folder";
import { example } from "../helpers/example";
import { inFolder } from "../helpers/folder";
import { unchecked } from "../helpers/unchecked";

/** The valid outcomes of settings. Everything else is a crash. */
export type Outcome =
  | { readonly kind: "settings error" }
  | { readonly kind: "findings"; readonly checks: readonly string[] }
  | { readonly kind: "synthesized"; readonly stack: RenderedStack };

/**
 * @param root the folder of the project
 * @throws Error if the synthesis crashes, or a message is empty or contains an unfilled value
 */
export function outcome(settings: object, root: string): Outcome {
  try {
    const { stack: rendered, report } = runChecks(unchecked(example, settings), root);
    const errors = report.findings.filter(isError);
    for (const { check, finding } of report.findings) assertMeaningful({ ...finding, why: check.why });
    if (errors.length > 0) return { kind: "findings", checks: errors.map(({ check }) => check.id) };
    inFolder({}, (outdir) => {
      const app = new App({ outdir, stackTraces: false });
      const stack = new LogCollectionStack(app, STACK, rendered);
      app.synth();
      JSON.parse(readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8"));
      summary(rendered.model, stack, report);
    });
    return { kind: "synthesized", stack: rendered };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const problem of error.problems) assertMeaningful({ ...problem });
    return { kind: "settings error" };
  }
}

function assertMeaningful(message: Readonly<Record<string, unknown>>): void {
  for (const [part, text] of Object.entries(message)) {
    if (part === "location") continue;
    if (
      typeof text !== "string" ||
      text.trim() === "" ||
      /undefined|\[object|NaN\b/.test(withoutUserText(text, part))
    ) {
      throw new Error(`"${part}" of a message is empty or contains an unfilled value: ${JSON.stringify(message)}`);
    }
  }
}

/** Removes the user's text, which is in quotes or in "got" and may be NaN. */
function withoutUserText(text: string, part: string): string {
  return part === "got" ? "" : text.replace(/"[^"]*"/g, "");
}
