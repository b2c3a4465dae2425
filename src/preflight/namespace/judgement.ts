import type { V1Namespace } from "@kubernetes/client-node";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import type { Model } from "../../model";
import { ownerOf } from "../owner";
import { EXISTS, FIRST_APPLY, MISSING, NO_GRAFANA, TAKEN_OVER, TERMINATING } from "./causes";

/**
 * @param deployed whether an apply of this plan has been here
 * @returns null where nothing is in the way
 */
export function judgeNamespace(
  found: V1Namespace | null,
  deployed: boolean,
  { name, create }: Model["namespace"],
): Outcome | null {
  const names = { namespace: name };
  if (found?.metadata?.deletionTimestamp !== undefined)
    return broken({
      found: `"${name}" is being deleted`,
      expected: "a namespace to write into",
      causes: [TERMINATING],
      names,
    });
  if (found === null && !create)
    return broken({
      found: `no namespace "${name}"`,
      expected: "one, because of create: false",
      causes: [MISSING],
      names,
    });
  return found === null || !create ? null : judgeOwner(found, deployed, name);
}

function judgeOwner({ metadata }: V1Namespace, deployed: boolean, name: string): Outcome | null {
  const fault = {
    found: `"${name}" exists`,
    expected: "none yet, because of create: true",
    names: { namespace: name },
  };
  switch (ownerOf(metadata, deployed)) {
    case "plan":
      return null;
    case "terraform":
      return doubtful({ ...fault, causes: [FIRST_APPLY, EXISTS] });
    case "other":
      return deployed ? doubtful({ ...fault, causes: [TAKEN_OVER, EXISTS] }) : broken({ ...fault, causes: [EXISTS] });
  }
}

/** The datasource is written last: without its namespace an apply fails when all else is done. */
export function judgeGrafana(found: V1Namespace | null, { namespace, grafana }: Model): Outcome {
  const figure = namespace.create ? `"${namespace.name}" is the plan's` : `"${namespace.name}" is there`;
  if (grafana.namespace === namespace.name) return holds(figure);
  if (found !== null && found.metadata?.deletionTimestamp === undefined)
    return holds(`${figure}, and so is "${grafana.namespace}"`);
  return broken({
    found: found === null ? `no namespace "${grafana.namespace}"` : `"${grafana.namespace}" is being deleted`,
    expected: "Grafana's namespace, for its datasource",
    causes: [NO_GRAFANA],
    names: { namespace: grafana.namespace },
  });
}
