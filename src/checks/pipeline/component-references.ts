import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, inPipeline, isComponent } from "./blocks";
import { reachable, references } from "./flow";

export const componentReferences: Check = {
  id: "pipeline-references",
  title: "Component names are unique and resolve",
  severity: "error",
  why: "Alloy does not start if a component name is duplicate or unknown, or if components form a cycle",
  remedy: "rename the duplicate, add the missing component, or break the cycle",
  evidence:
    'Alloy 1.18.1: "already declared", "does not exist or is out of scope", "cycle detected"; "alloy validate" reports them too, but does not run at synth',
  find: (stack) => alloyReleases(stack).flatMap((part) => [...duplicates(part), ...dangling(part), ...cycles(part)]),
};

function duplicates(part: RenderedAlloy): readonly Finding[] {
  const names = part.pipeline.filter(isComponent).map(address);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  return [...new Set(repeated)].map((name) => ({
    setting: inPipeline(part, name),
    got: `${names.filter((other) => other === name).length} components of this name`,
    expected: "one",
    remedy: "give one of them another label",
  }));
}

function dangling(part: RenderedAlloy): readonly Finding[] {
  return [...references(part.pipeline).dangling].flatMap(([from, names]) =>
    names.map((name) => ({
      setting: inPipeline(part, from),
      got: name,
      expected: "the name of a component in this pipeline",
      remedy: "refer to an existing component, or add it",
    })),
  );
}

function cycles(part: RenderedAlloy): readonly Finding[] {
  const { to } = references(part.pipeline);
  const inCycle = [...to].filter(([name, next]) => reachable(next, to).has(name)).map(([name]) => name);
  if (inCycle.length === 0) return [];
  return [
    {
      setting: inPipeline(part, inCycle.join(", ")),
      got: "components that depend on each other",
      expected: "no cycle",
      remedy: "break the cycle: let one of them refer to another component",
    },
  ];
}
