import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, attribute, inners, inPipeline, textOf } from "./blocks";
import { reachable, references } from "./flow";

export const fileGlobs: Check = {
  id: "pipeline-file-globs",
  severity: "error",
  reason: "without file_match a path with a wildcard is the name of one file, which isn't there, and nothing is read",
  evidence:
    'Alloy 1.18.1 run with loki.source.file on a folder\'s "*.log": every line with file_match; without it "failed to create source, skipping", and no line',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => unmatched(part, block))),
};

function unmatched(part: RenderedAlloy, source: Block): readonly Finding[] {
  if (source.name !== "loki.source.file" || matchesFiles(source)) return [];
  const upstream = reachable([address(source)], references(part.pipeline).to);
  const before = part.pipeline.filter((block) => upstream.has(address(block)));
  if (before.some(({ name }) => name === "local.file_match")) return [];
  const wildcard = before
    .flatMap((block) => [...inners(block)])
    .map(({ block }) => pathOf(block))
    .find((path) => path?.includes("*"));
  if (wildcard === undefined || wildcard === null) return [];
  return [
    {
      setting: inPipeline(part, address(source)),
      got: `the path ${JSON.stringify(wildcard)} without file_match`,
      expected: "file_match, which turns wildcards into files",
      remedy: "add file_match { enabled = true }",
    },
  ];
}

function matchesFiles({ blocks = [] }: Block): boolean {
  return blocks.some((block) => block.name === "file_match" && attribute(block, "enabled") === true);
}

function pathOf(rule: Block): string | null {
  return textOf(rule, "target_label") === "__path__" ? textOf(rule, "replacement") : null;
}
