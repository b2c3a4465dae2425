import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Names } from "../../diagnostics/cause";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { type RenderedStack, releases as releasesOf } from "../../stack/rendered-stack";
import { type Owner, ownerOf } from "../owner";
import { FOREIGN, OLDER_PLAN } from "./causes";
import { type Obstacle, obstacleOf } from "./obstacle";
import { lastWorking, type Revision, revisionsOf } from "./revisions";

export interface Surroundings {
  readonly deployment: RenderedStack;
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
  const { found, causes, blocks } = worst;
  const names = { namespace, ...worst.names };
  const props = { found, expected: "no release of that name, or the plan's own", causes, names };
  return blocks ? broken(props) : doubtful(props);
}

interface Fault extends Obstacle {
  readonly found: string;
  readonly names: Names;
}

interface Around {
  readonly older: readonly Revision[];
  readonly running: boolean;
  readonly deployed: boolean;
}

/** Another's release is told as that and no more: what ends the plan's own would end theirs. */
function judgeRevision(newest: Revision, { older, running, deployed }: Around): Fault | null {
  const { release, status } = newest;
  const working = lastWorking(older);
  const obstacle = obstacleOf(status, { working, running });
  const names = { release, ...(working && { revision: `${working.number}` }) };
  const fault = { found: `"${release}" is ${status}`, names, blocks: obstacle?.blocks ?? false };
  switch (ownerOfAll([newest, ...older], deployed)) {
    case "plan":
      return obstacle && { ...fault, causes: obstacle.causes };
    case "terraform":
      return { ...fault, causes: [OLDER_PLAN, ...(obstacle?.causes ?? [FOREIGN])] };
    case "other":
      return { ...fault, found: `${fault.found}, and not by Terraform`, causes: [FOREIGN], blocks: true };
  }
}

/** Who began it: a revision of the plan's own release may be somebody's rollback by hand. */
function ownerOfAll(revisions: readonly Revision[], deployed: boolean): Owner {
  const owners = revisions.map(({ metadata }) => ownerOf(metadata, deployed));
  return OWNERS.find((owner) => owners.includes(owner)) ?? "other";
}

const OWNERS: readonly Owner[] = ["plan", "terraform"];

function ageOf({ since }: Revision, now: Date): number {
  return since === undefined ? Number.POSITIVE_INFINITY : (now.getTime() - since.getTime()) / 1_000;
}
