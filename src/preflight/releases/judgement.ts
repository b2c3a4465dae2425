import type { V1ObjectMeta } from "@kubernetes/client-node";
import { type Deployment, releases as releasesOf } from "../../deployment";
import type { Cause } from "../../live/cause";
import { broken, doubtful, holds, type Outcome } from "../../live/outcome";
import { type Owner, ownerOf } from "../owner";
import { FAILED, FAILED_UPGRADE, FOREIGN, INSTALL_ENDED, OLDER_PLAN, RUNNING, UPGRADE_ENDED } from "./causes";
import { type Revision, revisionsOf } from "./revisions";

export interface Surroundings {
  readonly deployment: Deployment;
  /** Whether an apply of this plan has been here. */
  readonly deployed: boolean;
  readonly now: Date;
}

export function judgeReleases(
  secrets: readonly { readonly metadata?: V1ObjectMeta }[],
  { deployment, deployed, now }: Surroundings,
): Outcome {
  const namespace = deployment.model.namespace.name;
  const all = releasesOf(deployment);
  const there = all.flatMap(({ release, timeout }) => {
    const [newest, ...older] = revisionsOf(secrets, release);
    return newest === undefined ? [] : [{ newest, older, timeout }];
  });
  const faults = there.flatMap(({ newest, older, timeout }) => {
    const running = ageOf(newest, now) < timeout.toSeconds();
    return judgeRevision(newest, { older, running, deployed }) ?? [];
  });
  const worst = faults.find(({ blocks }) => blocks) ?? faults[0];
  if (worst === undefined)
    return holds(there.length === 0 ? "no release yet" : `${there.length} of ${all.length} are deployed`);
  const { release, found, causes } = worst;
  const props = { found, wanted: "no release of that name, or the plan's own", causes, names: { namespace, release } };
  return worst.blocks ? broken(props) : doubtful(props);
}

interface Fault {
  readonly release: string;
  readonly found: string;
  readonly causes: readonly Cause[];
  /** Whether an apply fails at it. */
  readonly blocks: boolean;
}

interface Around {
  readonly older: readonly Revision[];
  /** Whether whoever began it may still be at it. */
  readonly running: boolean;
  readonly deployed: boolean;
}

function judgeRevision(newest: Revision, { older, running, deployed }: Around): Fault | null {
  const { release, status } = newest;
  const fault = { release, found: `"${release}" is ${status}`, blocks: true };
  if (status.startsWith("pending-") || status === "uninstalling") {
    const ended = status === "pending-upgrade" || status === "pending-rollback" ? UPGRADE_ENDED : INSTALL_ENDED;
    return { ...fault, causes: running ? [RUNNING, ended] : [ended, RUNNING] };
  }
  const owner = ownerOfAll([newest, ...older], deployed);
  if (owner === "other") return { ...fault, found: `${fault.found}, and not by Terraform`, causes: [FOREIGN] };
  if (status === "failed" && older.some((each) => each.status === "deployed" || each.status === "superseded"))
    return { ...fault, causes: [FAILED_UPGRADE], blocks: false };
  if (status !== "deployed") return { ...fault, causes: [FAILED] };
  return owner === "plan" ? null : { ...fault, causes: [OLDER_PLAN, FOREIGN], blocks: false };
}

/** Who began it: a revision of the plan's own release may be somebody's rollback by hand. */
function ownerOfAll(revisions: readonly Revision[], deployed: boolean): Owner {
  const owners = revisions.map(({ metadata }) => ownerOf(metadata, deployed));
  return OWNERS.find((owner) => owners.includes(owner)) ?? "other";
}

const OWNERS: readonly Owner[] = ["plan", "terraform"];

function ageOf({ metadata: { creationTimestamp } }: Revision, now: Date): number {
  return creationTimestamp === undefined
    ? Number.POSITIVE_INFINITY
    : (now.getTime() - creationTimestamp.getTime()) / 1_000;
}
