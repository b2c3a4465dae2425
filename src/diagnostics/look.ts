import type { Cluster } from "../kube/cluster";
import { type Clusters, connect } from "../kube/connect";
import type { Model } from "../model";
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
  if (subject === null) return run(inspection, await clustersOf(model, root, options), options);
  const { links, command } = inspection;
  process.stdout.write(roles({ links, model, readOnly, subject, name: `log-collection-${command}` }));
}

async function clustersOf(
  { terraform }: Model,
  root: string,
  { kubeconfig, contexts }: LookOptions,
): Promise<readonly Cluster[]> {
  const found: Clusters = await connect({ kubeconfig, terraform, root, environment: process.env });
  return contexts.length === 0 ? [found.cluster(null)] : contexts.map((name) => found.cluster(name));
}
