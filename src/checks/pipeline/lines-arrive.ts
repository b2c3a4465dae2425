import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, inPipeline, isComponent } from "./blocks";
import { reachable, references } from "./flow";

const isSource = (name: string) => name.startsWith("loki.source.");
const isSink = (name: string) => name.startsWith("loki.write.");

export const linesArrive: Check = {
  id: "pipeline-lines-arrive",
  severity: "error",
  reason: "Alloy is healthy with a source whose lines nobody takes, and with a component that nobody reads",
  evidence:
    'Alloy 1.18.1 run with a loki.source.file whose forward_to is empty: "alloy validate" calls it valid, it stays up, and there is no warning',
  find: (stack) => alloyReleases(stack).flatMap((part) => [...withoutSource(part), ...deadEnds(part), ...unread(part)]),
};

function withoutSource(part: RenderedAlloy): readonly Finding[] {
  if (part.pipeline.some((block) => isSource(address(block)))) return [];
  return [
    {
      setting: inPipeline(part, "sources"),
      got: "none",
      expected: "a component that reads lines",
      remedy: "add a loki.source component, or don't deploy this release",
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
      got: "lines that go nowhere from here",
      expected: "a way to a loki.write component",
      remedy: "name the receiver of the next component in its forward_to",
    }));
}

function unread(part: RenderedAlloy): readonly Finding[] {
  const { to } = references(part.pipeline);
  const read = reachable([...to.keys()].filter(isSource), to);
  return part.pipeline
    .filter((block) => isComponent(block) && !read.has(address(block)))
    .map((block) => ({
      setting: inPipeline(part, address(block)),
      got: "a component that no source leads to",
      expected: "a component that a source, or what it leads to, refers to",
      remedy: "refer to it, or leave it out",
    }));
}
