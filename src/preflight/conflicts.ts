import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass, warn } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { Duration } from "../units";
import { NAMESPACE_PERMISSION, type PreflightContext } from "./context";
import { helmOwner, isDeployed, ownerOf, STATE_LIST } from "./owner";
import { isClusterScoped, permissionFor, readObjects, type StackObject, stackNames } from "./stack-objects";

const SHOW_OWNER = "kubectl get <kind> <object> --output yaml --show-managed-fields";

export const causes = {
  exists: cause(
    "An earlier attempt or another user created the <kind> <object>, and Terraform refuses to create what exists.",
    `to see its owner: ${SHOW_OWNER}; if it is yours, delete it or terraform import it`,
  ),
  imported: cause(
    "Terraform may have imported the <kind> <object> and not changed it since: the object does not show it.",
    STATE_LIST,
  ),
  otherState: cause(
    "Terraform created the <kind> <object>, but no ConfigMap of this stack exists. It belongs to another Terraform state, or an apply was interrupted.",
    STATE_LIST,
  ),
  otherRelease: cause(
    "The Helm release <owner> in the namespace <ownerNamespace> owns the <kind> <object>, and Helm refuses to take it over.",
    "helm status <owner> --namespace <ownerNamespace>",
  ),
  noRelease: cause(
    "The <kind> <object> was created without Helm, manually or by a tool that renders charts (Argo CD). Helm refuses to take it over.",
    `to see its owner: ${SHOW_OWNER}; if it is yours, delete it, otherwise have its owner rename it`,
  ),
};

export interface ConflictsEvidence {
  readonly objects: readonly StackObject[];
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
}

/** Nothing else has a name that the stack uses. */
export const conflicts = diagnostic<PreflightContext, ConflictsEvidence>({
  id: "conflicts",
  title: "No other object has a name of the stack",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: (model) => [
    NAMESPACE_PERMISSION,
    inNamespace(model.namespace.name, "configmaps", ["get"]),
    ...stackNames(model).map(permissionFor),
  ],
  causes,
  collect: async (context, signal) => {
    const [objects, deployed] = await Promise.all([readObjects(context, signal), isDeployed(context, signal)]);
    return { objects, deployed };
  },
  analyze: ({ objects, deployed }) => {
    const isComplete = objects.some(
      (object) => isAgents(object) && ownerOf(object.found?.metadata, deployed) === "stack",
    );
    const faults = objects.flatMap((object) => faultOf(object, { deployed, isComplete }) ?? []);
    const worst = faults.find(({ blocks }) => blocks) ?? faults[0];
    if (worst === undefined)
      return pass(deployed ? "all objects are the stack's own" : `all ${objects.length} names are free`);
    const fault = {
      got: listed(faults.map(({ object: { kind, name } }) => `${kind} "${name}"`)),
      expected: "no objects of these names but the stack's own",
      causes: worst.causes,
    };
    return worst.blocks ? fail(fault) : warn(fault);
  },
});

interface Fault {
  readonly object: StackObject;
  readonly causes: readonly Cause[];
  /** Whether an apply fails. */
  readonly blocks: boolean;
}

interface Progress {
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
  /** Whether an apply created the agents, and so everything that Terraform creates before them. */
  readonly isComplete: boolean;
}

function isAgents({ kind, release }: StackObject): boolean {
  return kind === "daemonset" && release !== null;
}

function faultOf(object: StackObject, progress: Progress): Fault | null {
  if (object.found === null) return null;
  return object.release === null ? terraformFault(object, progress) : helmFault(object);
}

function helmFault(object: StackObject): Fault | null {
  const owner = helmOwner(object.found?.metadata);
  const facts = factsOf(object);
  if (owner === null) return { object, causes: [causes.noRelease(facts)], blocks: true };
  return owner.name === object.release && owner.namespace === object.namespace
    ? null
    : {
        object,
        causes: [causes.otherRelease({ ...facts, owner: owner.name, ownerNamespace: owner.namespace })],
        blocks: true,
      };
}

function terraformFault(object: StackObject, { deployed, isComplete }: Progress): Fault | null {
  const facts = factsOf(object);
  switch (ownerOf(object.found?.metadata, deployed)) {
    case "stack":
      return null;
    case "terraform":
      return { object, causes: [causes.otherState(facts)], blocks: false };
    case "other":
      return isComplete
        ? { object, causes: [causes.imported(facts), causes.exists(facts)], blocks: false }
        : { object, causes: [causes.exists(facts)], blocks: true };
  }
}

/** The object as kubectl takes it. */
function factsOf({ kind, name, namespace }: StackObject) {
  return { kind, object: isClusterScoped(kind) ? name : `${name} --namespace ${namespace}` };
}
