import { inCluster, inNamespace } from "../../live/access";
import type { Cause } from "../../live/cause";
import { listed } from "../../live/listed";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { isDeployed, ownerOf } from "../owner";
import { type PlannedObject, plannedObjects } from "../planned-objects";

const EARLIER: Cause = {
  cause: "An earlier attempt, or somebody else, has left it there, and Terraform refuses to create what exists.",
  next: "kubectl describe <kind> <object>, to see whose it is; then delete it, or terraform import it",
};
const OTHER_STATE: Cause = {
  cause:
    "Terraform has made it, and no ConfigMap of this plan is beside it: its state may lie elsewhere, or an apply has ended in the middle.",
  next: "terraform -chdir=cdktf.out/stacks/log-collection state list",
};
const OTHER_RELEASE: Cause = {
  cause: "Another Helm release owns it, of this name in another namespace: Helm refuses to take it over.",
  next: "helm list -A",
};
const NO_RELEASE: Cause = {
  cause: "It was created without Helm, which refuses to take it over.",
  next: "kubectl delete <kind> <object>",
};

/** Nothing has a name that the plan is about to give. */
export const leftovers: PreflightLink = {
  id: "leftovers",
  title: "Nothing is left that has a name of the plan",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace: { name }, grafana }) => [
    inNamespace(name, "daemonsets", ["get"], "apps"),
    inNamespace(name, "deployments", ["get"], "apps"),
    inNamespace(name, "statefulsets", ["get"], "apps"),
    inNamespace(name, "services", ["get"]),
    inNamespace(name, "configmaps", ["get"]),
    ...(grafana.namespace === name ? [] : [inNamespace(grafana.namespace, "configmaps", ["get"])]),
    inNamespace(name, "persistentvolumeclaims", ["get"]),
    inCluster("persistentvolumes", ["get"]),
    inCluster("clusterroles", ["get"], "rbac.authorization.k8s.io"),
  ],
  creates: false,
  causes: [EARLIER, OTHER_STATE, OTHER_RELEASE, NO_RELEASE],
  async look({ deployment: { model }, cluster }, signal) {
    const [objects, deployed] = await Promise.all([
      plannedObjects(cluster, model, signal),
      isDeployed(cluster, model, signal),
    ]);
    return judgeLeftovers(objects, deployed, model);
  },
};

export function judgeLeftovers(objects: readonly PlannedObject[], deployed: boolean, { namespace }: Model): Outcome {
  const faults = objects.flatMap((object) => causesFor(object, deployed, namespace.name) ?? []);
  const worst = faults.find(({ causes }) => !causes.includes(OTHER_STATE)) ?? faults[0];
  if (worst === undefined)
    return holds(deployed ? "all that is there is the plan's" : `none of ${objects.length} names is taken`);
  const { object, causes } = worst;
  const found = listed(faults.map(({ object: { kind, name } }) => `${kind} "${name}"`));
  const names = {
    namespace: namespace.name,
    kind: object.kind,
    object: `${object.name}${placed(object, namespace.name)}`,
  };
  const props = { found, wanted: "nothing of these names but the plan's own", causes, names };
  return causes.includes(OTHER_STATE) ? doubtful(props) : broken(props);
}

function causesFor(object: PlannedObject, deployed: boolean, namespace: string) {
  const { found, release } = object;
  if (found === null) return null;
  if (release !== null) {
    const { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": at } =
      found.metadata?.annotations ?? {};
    if (name === release && at === namespace) return null;
    return { object, causes: name === undefined ? [NO_RELEASE] : [OTHER_RELEASE] };
  }
  const owner = ownerOf(found.metadata, deployed);
  if (owner === "plan") return null;
  return { object, causes: owner === "terraform" ? [OTHER_STATE, EARLIER] : [EARLIER] };
}

/** How kubectl is told where it is. */
function placed({ kind, found }: PlannedObject, namespace: string): string {
  return kind.startsWith("cluster") || kind === "persistentvolume"
    ? ""
    : ` -n ${found?.metadata?.namespace ?? namespace}`;
}
