import { eventsPipeline, nodePipeline } from "../../src/alloy/pipelines";
import { EVENTS, JOURNAL, PODS, type SourceContract, sourceContracts } from "../../src/alloy/source-contracts";
import { type Block, print } from "../../src/alloy/syntax";
import { exampleModel } from "../helpers/example";

const { alloy } = exampleModel();
const node = nodePipeline(alloy);

function block(blocks: readonly Block[], name: string, label: string): Block {
  const block = blocks.find((candidate) => candidate.name === name && candidate.label === label);
  if (block === undefined) throw new Error(`no ${name}.${label}`);
  return block;
}

/** Returns the labels that relabeling rules write, except internal ones. */
function relabeledLabels({ blocks = [] }: Block): readonly string[] {
  const targets = blocks.map(({ attributes }) => String(attributes?.["target_label"]));
  return [...new Set(targets)].filter((name) => !name.startsWith("__")).sort();
}

/** Returns the labels of a contract that the agents write. Loki adds service_name. */
function written({ labels }: SourceContract): readonly string[] {
  return labels
    .map(({ name }) => name)
    .filter((name) => name !== "service_name")
    .sort();
}

/** Returns the labels that the stages of a process move to structured metadata. */
function moved(blocks: readonly Block[], label: string): readonly string[] {
  return (block(blocks, "loki.process", label).blocks ?? []).flatMap(({ name, attributes }) =>
    name === "stage.structured_metadata" ? Object.keys(attributes?.["values"] ?? {}) : [],
  );
}

test("the pods' contract has the labels that their relabeling rules write and no stage moves", () => {
  const relabeled = relabeledLabels(block(node, "discovery.relabel", "pods"));
  expect(written(PODS)).toEqual(relabeled.filter((name) => !moved(node, "pods").includes(name)));
});

test("pods always have the labels written unconditionally", () => {
  const rules = block(node, "discovery.relabel", "pods").blocks ?? [];
  const unconditional = rules.flatMap(({ attributes }) =>
    attributes?.["regex"] === undefined ? [String(attributes?.["target_label"])] : [],
  );
  const always = PODS.labels.filter(({ name, always }) => always && name !== "service_name").map(({ name }) => name);
  expect(always.sort()).toEqual(unconditional.sort());
});

test("the pods' contract has the structured metadata that their stages and Loki write", () => {
  expect(PODS.metadata.map(({ name }) => name).sort()).toEqual([...moved(node, "pods"), "detected_level"].sort());
});

test("the journal's contract has the labels that its source and its relabeling rules write", () => {
  const own = Object.keys(block(node, "loki.source.journal", "node").attributes?.["labels"] ?? {});
  expect(written(JOURNAL)).toEqual([...own, ...relabeledLabels(block(node, "loki.relabel", "journal"))].sort());
});

test("the events' contract has the labels that their source writes and no stage removes", () => {
  const pipeline = eventsPipeline(alloy);
  const text = print(pipeline);
  const metadata = moved(pipeline, "events");
  const own = ["namespace", "job", "instance"].filter((name) => !text.includes(`values = ["${name}"]`));
  expect(written(EVENTS)).toEqual(own.filter((name) => !metadata.includes(name)).sort());
  expect(EVENTS.metadata.map(({ name }) => name).sort()).toEqual([...metadata, "detected_level"].sort());
  expect(text).toMatch(/log_format = string\.format\("%\.0slogfmt",/);
});

test("the pipelines contain the constant labels of the contracts", () => {
  const jobs = [JOURNAL, EVENTS].map(({ labels }) => labels.find(({ name }) => name === "job")?.values.only?.[0]);
  expect(print(node)).toContain(`"${jobs[0]}"`);
  expect(print(eventsPipeline(alloy))).toContain(`"${jobs[1]}"`);
});

test("a disabled source has no contract", () => {
  const off = exampleModel({ alloy: { journal: false, events: false } }).alloy;
  expect(sourceContracts(off)).toEqual([PODS]);
  expect(sourceContracts(alloy)).toEqual([PODS, JOURNAL, EVENTS]);
});
