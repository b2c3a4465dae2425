import type { V1Namespace } from "@kubernetes/client-node";
import { inCluster, inNamespace } from "../../live/access";
import type { Cause } from "../../live/cause";
import { unlessAbsent } from "../../live/cluster/unless-absent";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import type { Model } from "../../model";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { isDeployed, ownerOf } from "../owner";

const MISSING: Cause = {
  cause: "The namespace has another name, or nobody has created it yet.",
  next: "write namespace: { create: true } into main.ts, or: kubectl create namespace <namespace>",
};
const EXISTS: Cause = {
  cause: "Somebody else has created the namespace, and Terraform refuses to create what is there.",
  next: "write namespace: { create: false } into main.ts",
};
const FIRST_APPLY: Cause = {
  cause: "An apply has created it and gone no further; it is no obstacle where Terraform's state still knows.",
  next: "terraform -chdir=cdktf.out/stacks/log-collection state list kubernetes_namespace_v1.namespace",
};
const TERMINATING: Cause = {
  cause: "The namespace is being deleted and waits for something in it that can't be.",
  next: "kubectl get namespace <namespace> -o jsonpath='{.status.conditions[*].message}'",
};
const NO_GRAFANA: Cause = {
  cause: "grafana.namespace names a namespace that isn't there.",
  next: "kubectl get services -A | grep -i grafana",
};

/** The namespaces that the plan writes into. */
export const namespace: PreflightLink = {
  id: "namespace",
  title: "The namespace is there, or free to be made",
  after: ["api-server"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace }) => [inCluster("namespaces", ["get"]), inNamespace(namespace.name, "configmaps", ["get"])],
  creates: false,
  causes: [MISSING, EXISTS, FIRST_APPLY, TERMINATING, NO_GRAFANA],
  async look({ deployment: { model }, cluster }, signal) {
    const api = cluster.core(signal);
    const [own, grafana, deployed] = await Promise.all([
      unlessAbsent(api.readNamespace({ name: model.namespace.name })),
      unlessAbsent(api.readNamespace({ name: model.grafana.namespace })),
      isDeployed(cluster, model, signal),
    ]);
    return judgeNamespace(own, deployed, model.namespace) ?? judgeGrafana(grafana, model);
  },
};

/** @returns null where nothing is in the way */
export function judgeNamespace(
  found: V1Namespace | null,
  deployed: boolean,
  { name, create }: Model["namespace"],
): Outcome | null {
  const names = { namespace: name };
  if (found?.metadata?.deletionTimestamp !== undefined)
    return broken({
      found: `"${name}" is being deleted`,
      wanted: "a namespace to write into",
      causes: [TERMINATING],
      names,
    });
  if (found === null && !create)
    return broken({
      found: `no namespace "${name}"`,
      wanted: "one, because of create: false",
      causes: [MISSING],
      names,
    });
  if (found === null || !create) return null;
  const fault = { found: `"${name}" exists`, wanted: "none yet, because of create: true", names };
  const owner = ownerOf(found.metadata, deployed);
  if (owner === "plan") return null;
  return owner === "other"
    ? broken({ ...fault, causes: [EXISTS] })
    : doubtful({ ...fault, causes: [FIRST_APPLY, EXISTS] });
}

/** The datasource is written last: without its namespace an apply fails when all else is done. */
export function judgeGrafana(found: V1Namespace | null, { namespace, grafana }: Model): Outcome {
  const figure = namespace.create ? `"${namespace.name}" is the plan's` : `"${namespace.name}" is there`;
  if (grafana.namespace === namespace.name) return holds(figure);
  if (found !== null && found.metadata?.deletionTimestamp === undefined)
    return holds(`${figure}, and so is "${grafana.namespace}"`);
  return broken({
    found: found === null ? `no namespace "${grafana.namespace}"` : `"${grafana.namespace}" is being deleted`,
    wanted: "Grafana's namespace, for its datasource",
    causes: [NO_GRAFANA],
    names: { namespace: grafana.namespace },
  });
}
