import type { V1ObjectMeta } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass, warn } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { itemsOf } from "../kube/lists";
import { type RenderedStack, releases as releasesOf } from "../stack/rendered-stack";
import { Duration } from "../units";
import { NAMESPACE_PERMISSION, type PreflightContext } from "./context";
import { isDeployed, type Owner, ownerOf, STATE_LIST } from "./owner";

const UNINSTALL = "helm uninstall <release> --namespace <namespace>";

export const causes = {
  running: cause(
    "Another apply or destroy, or a helm command, is in progress.",
    "helm history <release> --namespace <namespace>",
  ),
  interruptedInstall: cause(
    "An installation was interrupted, and Helm believes that it still runs. An uninstall keeps Loki's claim and volume.",
    UNINSTALL,
  ),
  interruptedUpgrade: cause(
    "An upgrade was interrupted, and Helm believes that it still runs.",
    "helm rollback <release> <revision> --namespace <namespace>",
  ),
  nothingToRollBackTo: cause(
    "An upgrade was interrupted, and no earlier revision of Helm's history worked. An uninstall keeps Loki's claim and volume.",
    UNINSTALL,
  ),
  interruptedUninstall: cause(
    "An uninstall was interrupted, or an object of the release could not be deleted. Another uninstall continues it, and keeps Loki's claim and volume.",
    UNINSTALL,
  ),
  uninstalled: cause(
    "The release was uninstalled but its history kept, so its name is taken. Another uninstall deletes the history.",
    UNINSTALL,
  ),
  failedInstall: cause(
    "The first installation failed. Its name is taken, and another installation cannot use it.",
    UNINSTALL,
  ),
  failedUpgrade: cause(
    "The last upgrade failed and was not rolled back. The next apply repeats it.",
    "helm history <release> --namespace <namespace>",
  ),
  foreign: cause(
    "The namespace has a release of that name, and Terraform did not install it.",
    "helm get metadata <release> --namespace <namespace>",
  ),
  otherState: cause(
    "Terraform installed it, but no ConfigMap of this stack exists. It belongs to another Terraform state, or to a version without the digest annotation.",
    `${STATE_LIST} helm_release.<release>`,
  ),
};

export interface ReleasesEvidence {
  /** Helm's release secrets, without their data. */
  readonly secrets: readonly { readonly metadata?: V1ObjectMeta }[];
  readonly stack: RenderedStack;
  /** Whether an apply of this stack has run here. */
  readonly deployed: boolean;
  readonly now: Date;
}

/** Helm can install or upgrade the stack's releases. The labels of Helm's secrets suffice; their data is not read. */
export const releases = diagnostic<PreflightContext, ReleasesEvidence>({
  id: "releases",
  title: "Helm's release names are free, or the stack's own",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: ({ namespace: { name } }) => [
    NAMESPACE_PERMISSION,
    inNamespace(name, "secrets", ["list"]),
    inNamespace(name, "configmaps", ["get"]),
  ],
  causes,
  collect: async (context, signal) => {
    const { stack, cluster, inOwnNamespace } = context;
    const request = { namespace: stack.model.namespace.name, labelSelector: "owner=helm" };
    const [secrets, deployed] = await Promise.all([
      inOwnNamespace(cluster.coreMetadata(signal).listNamespacedSecret(request)),
      isDeployed(context, signal),
    ]);
    return { secrets: secrets === null ? [] : itemsOf(secrets), stack, deployed, now: new Date() };
  },
  analyze: ({ secrets, stack, deployed, now }) => {
    const namespace = stack.model.namespace.name;
    const all = releasesOf(stack);
    const existing = all.flatMap(({ release, timeout }) => {
      const [newest, ...older] = revisionsOf(secrets, release);
      return newest === undefined ? [] : [{ newest, older, timeout }];
    });
    const faults = existing.flatMap(({ newest, older, timeout }) => {
      const mayRun = ageOf(newest, now) < timeout.toSeconds();
      return faultOf(newest, { older, mayRun, deployed, namespace }) ?? [];
    });
    const worst = faults.find(({ blocks }) => blocks) ?? faults[0];
    if (worst === undefined)
      return pass(existing.length === 0 ? "no release yet" : `${existing.length} of ${all.length} are deployed`);
    const { got, causes: proven, blocks } = worst;
    const fault = { got, expected: "no release of that name, or the stack's own", causes: proven };
    return blocks ? fail(fault) : warn(fault);
  },
});

/** A revision of a release, from the labels of its secret. */
interface Revision {
  readonly release: string;
  readonly number: number;
  /** @see https://helm.sh/docs/helm/helm_status/ */
  readonly status: string;
  /** When it reached this status. Undefined if that is unknown. */
  readonly since: Date | undefined;
  readonly metadata: V1ObjectMeta;
}

/** All revisions of a release in Helm's history, the newest first. */
function revisionsOf(secrets: ReleasesEvidence["secrets"], release: string): readonly Revision[] {
  return secrets
    .flatMap(({ metadata }) => (metadata === undefined ? [] : [revisionIn(metadata)]))
    .filter((each) => each.release === release)
    .sort((a, b) => b.number - a.number);
}

function revisionIn(metadata: V1ObjectMeta): Revision {
  const { name = "", version = "0", status = "", modifiedAt } = metadata.labels ?? {};
  const since = modifiedAt === undefined ? metadata.creationTimestamp : new Date(Number(modifiedAt) * 1_000);
  return { release: name, number: Number(version), status, since, metadata };
}

/** In seconds. */
function ageOf({ since }: Revision, now: Date): number {
  return since === undefined ? Number.POSITIVE_INFINITY : (now.getTime() - since.getTime()) / 1_000;
}

/**
 * The revision to roll back to. Helm's default is the previous one, whether it worked or not. A failed rollback turns a
 * failed revision into a superseded one, so the revision that is still deployed comes first.
 */
function lastWorking(revisions: readonly Revision[]): Revision | undefined {
  return (
    revisions.find(({ status }) => status === "deployed") ?? revisions.find(({ status }) => status === "superseded")
  );
}

interface Fault {
  readonly got: string;
  readonly causes: readonly Cause[];
  /** Whether an apply fails. */
  readonly blocks: boolean;
}

interface History {
  readonly older: readonly Revision[];
  /** Whether the operation that Helm recorded last may still be in progress. */
  readonly mayRun: boolean;
  readonly deployed: boolean;
  readonly namespace: string;
}

/** A foreign release gets no advice that would end it. */
function faultOf(newest: Revision, history: History): Fault | null {
  const { release, status } = newest;
  const facts = { release, namespace: history.namespace };
  const fault = statusFault(newest, history);
  const got = `"${release}" is ${status}`;
  switch (ownerOfAll([newest, ...history.older], history.deployed)) {
    case "stack":
      return fault && { ...fault, got };
    case "terraform":
      return { got, causes: [causes.otherState(facts), ...(fault?.causes ?? [])], blocks: fault?.blocks ?? false };
    case "other":
      return { got: `${got}, and not by Terraform`, causes: [causes.foreign(facts)], blocks: true };
  }
}

/** Who started it: a revision of the stack's release may be a manual rollback. */
function ownerOfAll(revisions: readonly Revision[], deployed: boolean): Owner {
  const owners = revisions.map(({ metadata }) => ownerOf(metadata, deployed));
  const known: readonly Owner[] = ["stack", "terraform"];
  return known.find((owner) => owners.includes(owner)) ?? "other";
}

/** Returns null for a release that Helm can upgrade. */
function statusFault({ release, status }: Revision, { older, mayRun, namespace }: History): Omit<Fault, "got"> | null {
  const facts = { release, namespace };
  const working = lastWorking(older);
  const interrupted = interruption(status, working, facts);
  if (interrupted !== null)
    return { causes: mayRun ? [causes.running(facts), interrupted] : [interrupted], blocks: true };
  if (status === "deployed") return null;
  if (status === "uninstalled") return { causes: [causes.uninstalled(facts)], blocks: true };
  return working === undefined
    ? { causes: [causes.failedInstall(facts)], blocks: true }
    : { causes: [causes.failedUpgrade(facts)], blocks: false };
}

/** Returns null for a status in which nothing is in progress. */
function interruption(
  status: string,
  working: Revision | undefined,
  facts: { readonly release: string; readonly namespace: string },
): Cause | null {
  switch (status) {
    case "pending-install":
      return causes.interruptedInstall(facts);
    case "pending-upgrade":
    case "pending-rollback":
      return working === undefined
        ? causes.nothingToRollBackTo(facts)
        : causes.interruptedUpgrade({ ...facts, revision: working.number });
    case "uninstalling":
      return causes.interruptedUninstall(facts);
    default:
      return null;
  }
}
