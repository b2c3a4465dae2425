import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { isError } from "../../src/checks/runner";
import { examine } from "../../src/cli/examine";
import { summary } from "../../src/cli/summary";
import { SettingsError } from "../../src/settings/settings-error";
import { LogCollectionStack } from "../../src/stack/log-collection-stack";
import type { RenderedStack } from "../../src/stack/rendered-stack";
import { STACK } from "../../src/terraform/stack-folder";
import { example } from "../helpers/example";
import { inFolder } from "../helpers/folder";
import { unchecked } from "../helpers/unchecked";

/** How settings end: whatever else happens is a crash. */
export type Outcome =
  | { readonly kind: "refused" }
  | { readonly kind: "found"; readonly checks: readonly string[] }
  | { readonly kind: "synthesized"; readonly deployment: RenderedStack };

/**
 * @param root the project's folder
 * @throws Error where the settings crash the synthesis, or end in words that say nothing
 */
export function outcome(settings: object, root: string): Outcome {
  try {
    const { deployment, report } = examine(unchecked(example, settings), root);
    const errors = report.findings.filter(isError);
    for (const { check, finding } of report.findings) refuseSilence({ ...finding, why: check.reason });
    if (errors.length > 0) return { kind: "found", checks: errors.map(({ check }) => check.id) };
    inFolder({}, (outdir) => {
      const app = new App({ outdir, stackTraces: false });
      const stack = new LogCollectionStack(app, STACK, deployment);
      app.synth();
      JSON.parse(readFileSync(join(outdir, "stacks", STACK, "cdk.tf.json"), "utf8"));
      summary(deployment.model, stack, report);
    });
    return { kind: "synthesized", deployment };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    refuseSilence({ ...error.props });
    return { kind: "refused" };
  }
}

function refuseSilence(words: Readonly<Record<string, unknown>>): void {
  for (const [word, text] of Object.entries(words)) {
    if (word === "location") continue;
    if (typeof text !== "string" || text.trim() === "" || /undefined|\[object|NaN\b/.test(withoutQuotes(text, word))) {
      throw new Error(`"${word}" of a refusal says nothing: ${JSON.stringify(words)}`);
    }
  }
}

/** What a person wrote stands in quotes, or after "got", and may well be NaN. */
function withoutQuotes(text: string, word: string): string {
  return word === "got" ? "" : text.replace(/"[^"]*"/g, "");
}
