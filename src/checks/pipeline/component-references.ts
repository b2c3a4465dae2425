import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, inPipeline, isComponent } from "./blocks";
import { reachable, references } from "./flow";

export const componentReferences: Check = {
  id: "pipeline-references",
  severity: "error",
  reason: "Alloy doesn't start with two components of one name, with a name that nothing has, or with a circle",
  evidence:
    'Alloy 1.18.1: "already declared", "does not exist or is out of scope", "cycle detected", from "alloy validate" too, which nobody runs where a plan is synthesized',
  find: (stack) =>
    alloyReleases(stack).flatMap((part) => [...declaredTwice(part), ...dangling(part), ...circles(part)]),
};

function declaredTwice(part: RenderedAlloy): readonly Finding[] {
  const names = part.pipeline.filter(isComponent).map(address);
  const again = names.filter((name, index) => names.indexOf(name) < index);
  return [...new Set(again)].map((name) => ({
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
      expected: "the name of a component of this pipeline",
      remedy: "refer to a component that is there, or add it",
    })),
  );
}

function circles(part: RenderedAlloy): readonly Finding[] {
  const { to } = references(part.pipeline);
  const inCircle = [...to].filter(([name, next]) => reachable(next, to).has(name)).map(([name]) => name);
  if (inCircle.length === 0) return [];
  return [
    {
      setting: inPipeline(part, inCircle.join(", ")),
      got: "components that need one another before they can be built",
      expected: "no way from a component back to itself",
      remedy: "let one of them refer to another component",
    },
  ];
}
