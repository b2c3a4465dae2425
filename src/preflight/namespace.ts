import type { V1Namespace } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inCluster, inNamespace } from "../diagnostics/rbac";
import { ignoreNotFound } from "../kube/errors";
import type { Model } from "../model";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { isDeployed, ownerOf, STATE_LIST } from "./owner";

const SHOW_STATE = `${STATE_LIST} kubernetes_namespace_v1.<resource>`;

/** The causes of a namespace of the stack, whichever it is. */
export const namespaceCauses = {
  missing: cause(
    "The namespace <namespace> does not exist, and <setting>.create is false.",
    "write <setting>: { create: true } into main.ts, or: kubectl create namespace <namespace>",
  ),
  exists: cause(
    "The namespace was not created by Terraform, which refuses to create what exists.",
    "write <setting>: { create: false } into main.ts",
  ),
  interruptedApply: cause(
    "An apply may have created it and then stopped. It is no conflict if Terraform's state contains it.",
    SHOW_STATE,
  ),
  otherState: cause(
    "Another Terraform state created the namespace. Then Terraform refuses to create it here.",
    "write <setting>: { create: false } into main.ts",
  ),
  imported: cause(
    "It may have been imported (terraform import) and not changed since. It is no conflict if Terraform's state contains it.",
    SHOW_STATE,
  ),
  terminating: cause(
    "The namespace <namespace> is being deleted, and waits for an object in it that cannot be deleted.",
    "kubectl get namespace <namespace> --output jsonpath='{.status.conditions[*].message}'",
  ),
};

export const causes = {
  ...namespaceCauses,
  noGrafana: cause(
    'grafana.namespace is "<namespace>", which does not exist or is being deleted.',
    "kubectl get services --all-namespaces | grep -i grafana",
  ),
};

export interface NamespaceEvidence {
  readonly own: V1Namespace | null;
  readonly grafana: V1Namespace | null;
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
  readonly model: Pick<Model, "namespace" | "grafana">;
}

export const namespace = diagnostic<PreflightContext, NamespaceEvidence>({
  id: "namespace",
  title: "The namespace exists, or can be created",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: ({ namespace: { name } }) => [
    inCluster("namespaces", ["get"]),
    inNamespace(name, "configmaps", ["get"]),
  ],
  causes,
  collect: async (context, signal) => {
    const { model } = context.stack;
    const core = context.cluster.core(signal);
    const [own, grafana, deployed] = await Promise.all([
      ignoreNotFound(core.readNamespace({ name: model.namespace.name })),
      ignoreNotFound(core.readNamespace({ name: model.grafana.namespace })),
      isDeployed(context, signal),
    ]);
    return { own, grafana, deployed, model };
  },
  analyze: (evidence) => {
    const { own: found, deployed, model } = evidence;
    const own = { setting: "namespace", resource: "namespace", ...model.namespace, found, deployed } as const;
    return analyzeNamespace(own) ?? analyzeGrafana(evidence);
  },
});

/** A namespace of the stack, and the evidence about it. */
export interface StackNamespace {
  /** The setting that names it. */
  readonly setting: "namespace" | "drill";
  /** The name of its resource in Terraform's state. */
  readonly resource: string;
  readonly name: string;
  readonly create: boolean;
  /** Null if it does not exist. */
  readonly found: V1Namespace | null;
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
}

/** Returns null if the namespace has no fault. */
export function analyzeNamespace(namespace: StackNamespace): Outcome | null {
  const { name, setting, create, found, resource } = namespace;
  const facts = { namespace: name, setting, resource };
  if (found?.metadata?.deletionTimestamp !== undefined)
    return fail({
      got: `"${name}" is being deleted`,
      expected: "a namespace to deploy into",
      causes: [namespaceCauses.terminating(facts)],
    });
  if (found === null && !create)
    return fail({
      got: `no namespace "${name}"`,
      expected: `a namespace, because ${setting}.create is false`,
      causes: [namespaceCauses.missing(facts)],
    });
  return found === null || !create ? null : analyzeOwner(found, namespace);
}

function analyzeOwner(
  { metadata }: V1Namespace,
  { name, setting, resource, deployed }: StackNamespace,
): Outcome | null {
  const { exists, imported, interruptedApply, otherState } = namespaceCauses;
  const facts = { setting, resource };
  const fault = {
    got: `"${name}" exists`,
    expected: `no such namespace yet, because ${setting}.create is true`,
  };
  switch (ownerOf(metadata, deployed)) {
    case "stack":
      return null;
    case "terraform":
      return warn({ ...fault, causes: [interruptedApply(facts), otherState(facts)] });
    case "other":
      return deployed
        ? warn({ ...fault, causes: [imported(facts), exists(facts)] })
        : fail({ ...fault, causes: [exists(facts)] });
  }
}

/** The datasource is created last. Without its namespace, an apply fails only after it has created everything else. */
function analyzeGrafana({ grafana, model }: NamespaceEvidence): Outcome {
  const { namespace: own, grafana: settings } = model;
  const detail = own.create ? `the stack creates "${own.name}"` : `"${own.name}" exists`;
  if (settings.namespace === own.name) return pass(detail);
  if (grafana !== null && grafana.metadata?.deletionTimestamp === undefined)
    return pass(`${detail}, "${settings.namespace}" exists`);
  return fail({
    got: grafana === null ? `no namespace "${settings.namespace}"` : `"${settings.namespace}" is being deleted`,
    expected: "Grafana's namespace, for its datasource",
    causes: [causes.noGrafana({ namespace: settings.namespace })],
  });
}
