import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, inPipeline, isComponent } from "./blocks";
import { reachable, references } from "./flow";

const isSource = (name: string) => name.startsWith("loki.source.");
const isSink = (name: string) => name.startsWith("loki.write.");

export const linesArrive: Check = {
  id: "pipeline-lines-arrive",
  title: "Every source sends its lines to Loki",
  severity: "error",
  why: "Alloy reports healthy even if a source sends its lines nowhere or a component receives none",
  remedy: "connect the component with forward_to, or remove it",
  evidence:
    'Alloy 1.18.1, run with a loki.source.file whose forward_to is empty: "alloy validate" accepts it, and Alloy stays up without a warning',
  find: (stack) =>
    alloyReleases(stack).flatMap((part) => [...withoutSource(part), ...deadEnds(part), ...unreferenced(part)]),
};

function withoutSource(part: RenderedAlloy): readonly Finding[] {
  if (part.pipeline.some((block) => isSource(address(block)))) return [];
  return [
    {
      setting: inPipeline(part, "sources"),
      got: "none",
      expected: "a component that reads lines",
      remedy: "add a loki.source component, or do not deploy this release",
    },
  ];
}

function deadEnds(part: RenderedAlloy): readonly Finding[] {
  const { forward } = references(part.pipeline);
  const sources = [...forward.keys()].filter(isSource);
  return [...reachable(sources, forward)]
    .filter((name) => !isSink(name) && forward.get(name)?.length === 0)
    .map((name) => ({
      setting: inPipeline(part, name),
      got: "lines that go nowhere",
      expected: "a path to a loki.write component",
      remedy: "set forward_to to the receiver of the next component",
    }));
}

function unreferenced(part: RenderedAlloy): readonly Finding[] {
  const { to, configuration } = references(part.pipeline);
  const used = reachable([...[...to.keys()].filter(isSource), ...configuration], to);
  return part.pipeline
    .filter((block) => isComponent(block) && !used.has(address(block)))
    .map((block) => ({
      setting: inPipeline(part, address(block)),
      got: "a component without a reference from a source",
      expected: "a reference from a source or from a component that it uses",
      remedy: "refer to it, or remove it",
    }));
}
