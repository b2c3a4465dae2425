import { inNamespace } from "../../diagnostics/permission";
import { itemsOf } from "../../kube/lists";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { NAMESPACE_ACCESS } from "../own-namespace";
import { isDeployed } from "../owner";
import {
  FAILED,
  FAILED_UPGRADE,
  FOREIGN,
  INSTALL_ENDED,
  NOTHING_WORKED,
  OLDER_PLAN,
  RUNNING,
  UNINSTALL_ENDED,
  UNINSTALLED,
  UPGRADE_ENDED,
} from "../releases/causes";
import { judgeReleases } from "../releases/judgement";
import { HELM_SECRETS } from "../releases/revisions";

/** Helm can install or upgrade the plan's releases. Their secrets' labels tell; what the secrets hold isn't asked for. */
export const releases: PreflightLink = {
  id: "releases",
  title: "Helm's releases are free, or the plan's own",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace: { name } }) => [
    NAMESPACE_ACCESS,
    inNamespace(name, "secrets", ["list"]),
    inNamespace(name, "configmaps", ["get"]),
  ],
  creates: false,
  causes: [
    RUNNING,
    INSTALL_ENDED,
    UPGRADE_ENDED,
    NOTHING_WORKED,
    UNINSTALL_ENDED,
    UNINSTALLED,
    FAILED,
    FAILED_UPGRADE,
    FOREIGN,
    OLDER_PLAN,
  ],
  async look(context, signal) {
    const { deployment, cluster, inOwnNamespace } = context;
    const at = { namespace: deployment.model.namespace.name, labelSelector: HELM_SECRETS };
    const [secrets, deployed] = await Promise.all([
      inOwnNamespace(cluster.coreMetadata(signal).listNamespacedSecret(at)),
      isDeployed(context, signal),
    ]);
    return judgeReleases(secrets === null ? [] : itemsOf(secrets), { deployment, deployed, now: new Date() });
  },
};
