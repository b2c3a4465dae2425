import { eventsPipeline } from "../../src/alloy/events-pipeline";
import { nodePipeline } from "../../src/alloy/node-pipeline";
import { EVENTS, JOURNAL, PODS, type SourceContract, sourceContracts } from "../../src/alloy/source-contracts";
import type { Block } from "../../src/alloy/syntax/ast";
import { print } from "../../src/alloy/syntax/print";
import { exampleModel } from "../helpers/example";

const { alloy } = exampleModel();
const node = nodePipeline(alloy);

function block(blocks: readonly Block[], name: string, label: string): Block {
  const found = blocks.find((candidate) => candidate.name === name && candidate.label === label);
  if (found === undefined) throw new Error(`no ${name}.${label}`);
  return found;
}

/** The labels that relabelling rules write, but for those that never leave Alloy. */
function relabelled({ blocks = [] }: Block): readonly string[] {
  const targets = blocks.map(({ attributes }) => String(attributes?.["target_label"]));
  return [...new Set(targets)].filter((name) => !name.startsWith("__")).sort();
}

/** The labels of a contract that the agents write; Loki adds service_name. */
function written({ labels }: SourceContract): readonly string[] {
  return labels
    .map(({ name }) => name)
    .filter((name) => name !== "service_name")
    .sort();
}

test("the contract of pods is what their relabelling writes", () => {
  expect(written(PODS)).toEqual(relabelled(block(node, "discovery.relabel", "pods")));
});

test("pods always have the labels that are written without a condition", () => {
  const rules = block(node, "discovery.relabel", "pods").blocks ?? [];
  const unconditional = rules.flatMap(({ attributes }) =>
    attributes?.["regex"] === undefined ? [String(attributes?.["target_label"])] : [],
  );
  const always = PODS.labels.filter(({ name, always }) => always && name !== "service_name").map(({ name }) => name);
  expect(always.sort()).toEqual(unconditional.sort());
});

test("the structured metadata of pods is what their stages make of labels, and Loki's own", () => {
  const stages = block(node, "loki.process", "pods").blocks ?? [];
  const moved = stages.flatMap(({ name, attributes }) =>
    name === "stage.structured_metadata" ? Object.keys(attributes?.["values"] ?? {}) : [],
  );
  expect([...PODS.metadata].sort()).toEqual([...moved, "detected_level"].sort());
});

test("the contract of the journal is what its source and its relabelling write", () => {
  const own = Object.keys(block(node, "loki.source.journal", "node").attributes?.["labels"] ?? {});
  expect(written(JOURNAL)).toEqual([...own, ...relabelled(block(node, "loki.relabel", "journal"))].sort());
});

test("the contract of events is what the source writes and no stage takes away", () => {
  const text = print(eventsPipeline(alloy));
  const own = ["namespace", "job", "instance"].filter((name) => !text.includes(`values = ["${name}"]`));
  expect(written(EVENTS)).toEqual(own.sort());
  expect(text).toContain('log_format = "logfmt"');
});

test("a constant label is what the pipelines say", () => {
  const jobs = [JOURNAL, EVENTS].map(({ labels }) => labels.find(({ name }) => name === "job")?.value);
  expect(print(node)).toContain(`"${jobs[0]}"`);
  expect(print(eventsPipeline(alloy))).toContain(`"${jobs[1]}"`);
});

test("what is turned off is no source", () => {
  const off = exampleModel({ alloy: { journal: false, events: false } }).alloy;
  expect(sourceContracts(off)).toEqual([PODS]);
  expect(sourceContracts(alloy)).toEqual([PODS, JOURNAL, EVENTS]);
});
