import type { Block } from "../../alloy/syntax";
import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { address, attribute, innerBlocks, inPipeline, textOf } from "./blocks";
import { reachable, references } from "./flow";

export const fileGlobs: Check = {
  id: "pipeline-file-globs",
  title: "Paths with wildcards are expanded",
  severity: "error",
  why: "without file_match, a path with a wildcard is the name of a single file; it does not exist, and Alloy reads nothing",
  remedy: "add file_match { enabled = true }",
  evidence:
    'Alloy 1.18.1, run with loki.source.file on a folder\'s "*.log": with file_match every line arrives; without it Alloy logs "failed to create source, skipping", and no line arrives',
  find: (stack) => alloyReleases(stack).flatMap((part) => part.pipeline.flatMap((block) => unmatched(part, block))),
};

function unmatched(part: RenderedAlloy, source: Block): readonly Finding[] {
  if (source.name !== "loki.source.file" || matchesFiles(source)) return [];
  const upstream = reachable([address(source)], references(part.pipeline).to);
  const before = part.pipeline.filter((block) => upstream.has(address(block)));
  if (before.some(({ name }) => name === "local.file_match")) return [];
  const wildcard = before
    .flatMap((block) => [...innerBlocks(block)])
    .map(({ block }) => pathOf(block))
    .find((path) => path?.includes("*"));
  if (wildcard === undefined || wildcard === null) return [];
  return [
    {
      setting: inPipeline(part, address(source)),
      got: `the path ${JSON.stringify(wildcard)} without file_match`,
      expected: "file_match, which expands wildcards",
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
