import { join } from "node:path";
import { connect } from "../kube/cluster";
import type { Model } from "../model";
import { STACK } from "../terraform/stack-folder";
import { chosen } from "./chosen";
import type { Inspection } from "./inspection";
import type { LookOptions } from "./options";
import { roles } from "./rbac";
import { run } from "./run";

/**
 * Does with an inspection what the command line says.
 * @param root the project's folder
 * @throws UsageError for a link that doesn't exist
 * @throws SettingsError where the kubeconfig has no such cluster
 */
export async function look<Context>(
  all: Inspection<Context>,
  { model, root }: { readonly model: Model; readonly root: string },
  options: LookOptions,
): Promise<void> {
  const inspection = { ...all, links: chosen(all.links, options.only) };
  const { rbac: subject, readOnly } = options;
  if (subject === null) {
    const { kubeconfig, contexts } = options;
    const { terraform } = model;
    const terraformDirectory = join(root, "cdktf.out", "stacks", STACK);
    const clusters = await connect({ kubeconfig, contexts, terraform, terraformDirectory, environment: process.env });
    return run(inspection, clusters, options);
  }
  const { links, command } = inspection;
  process.stdout.write(roles({ links, model, readOnly, subject, name: `log-collection-${command}` }));
}
