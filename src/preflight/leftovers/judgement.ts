import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import { helmOwner, ownerOf } from "../owner";
import { EARLIER, NO_RELEASE, OTHER_RELEASE, OTHER_STATE, TAKEN_OVER } from "./causes";
import { KINDS } from "./kinds";
import type { PlannedObject } from "./planned-objects";

/** @param deployed whether an apply of this plan has been here */
export function judgeLeftovers(objects: readonly PlannedObject[], deployed: boolean): Outcome {
  const complete = objects.some((object) => isAgents(object) && ownerOf(object.found?.metadata, deployed) === "plan");
  const faults = objects.flatMap((object) => judgeObject(object, { deployed, complete }) ?? []);
  const worst = faults.find(({ blocks }) => blocks) ?? faults[0];
  if (worst === undefined)
    return holds(deployed ? "all that is there is the plan's" : `none of ${objects.length} names is taken`);
  const { object, causes, blocks } = worst;
  const { kind, namespace } = object;
  const found = listed(faults.map(({ object: { kind, name } }) => `${kind} "${name}"`));
  const names = { kind, object: `${object.name}${KINDS[kind].isClusterWide ? "" : ` -n ${namespace}`}` };
  const props = { found, expected: "nothing of these names but the plan's own", causes, names };
  return blocks ? broken(props) : doubtful(props);
}

interface Fault {
  readonly object: PlannedObject;
  readonly causes: readonly Cause[];
  /** Whether an apply fails at it. */
  readonly blocks: boolean;
}

interface Past {
  /** Whether an apply of this plan has been here. */
  readonly deployed: boolean;
  /** Whether one has come as far as the agents, and so past all that Terraform makes before them. */
  readonly complete: boolean;
}

function isAgents({ kind, release }: PlannedObject): boolean {
  return kind === "daemonset" && release !== null;
}

function judgeObject(object: PlannedObject, past: Past): Fault | null {
  if (object.found === null) return null;
  return object.release === null ? judgeOwner(object, past) : judgeRelease(object);
}

function judgeRelease(object: PlannedObject): Fault | null {
  const owner = helmOwner(object.found?.metadata);
  if (owner === null) return { object, causes: [NO_RELEASE], blocks: true };
  return owner.name === object.release && owner.namespace === object.namespace
    ? null
    : { object, causes: [OTHER_RELEASE], blocks: true };
}

function judgeOwner(object: PlannedObject, { deployed, complete }: Past): Fault | null {
  switch (ownerOf(object.found?.metadata, deployed)) {
    case "plan":
      return null;
    case "terraform":
      return { object, causes: [OTHER_STATE, EARLIER], blocks: false };
    case "other":
      return complete
        ? { object, causes: [TAKEN_OVER, EARLIER], blocks: false }
        : { object, causes: [EARLIER], blocks: true };
  }
}
