import { type LogsReceiver, lokiSourceEvents, lokiWrite } from "../../src/alloy/components";
import { eventsPipeline } from "../../src/alloy/events-pipeline";
import { nodePipeline } from "../../src/alloy/node-pipeline";
import { pipelineBlocks } from "../../src/alloy/pipeline";
import { print } from "../../src/alloy/syntax/print";
import { exampleModel } from "../helpers/example";

function events(label: string, loki: LogsReceiver) {
  return lokiSourceEvents(label, { jobName: label, forwardTo: [loki] });
}

function write(url: string) {
  return lokiWrite("loki", { url });
}

/** The components of a pipeline's text, in their order, as references name them. */
function components(text: string): readonly string[] {
  return [...text.matchAll(/^([a-z_.]+) "(\w+)" \{/gm)].map(([, name, label]) => `${name}.${label}`);
}

/** The components that a pipeline's text refers to. */
function references(text: string): readonly string[] {
  return [...text.matchAll(/[[ ]([a-z_.]+)\.(?:receiver|targets|output|rules)\b/g)].map(([, name]) => `${name}`);
}

test("a component that two sources share is printed once", () => {
  const loki = write("http://loki");
  expect(components(print(pipelineBlocks([events("first", loki), events("second", loki)])))).toEqual([
    "loki.source.kubernetes_events.first",
    "loki.write.loki",
    "loki.source.kubernetes_events.second",
  ]);
});

test("two components with one name are refused", () => {
  const sources = [events("first", write("http://one")), events("second", write("http://another"))] as const;
  expect(() => print(pipelineBlocks(sources))).toThrow("two components are called loki.write.loki");
});

test("a component stands between what it reads from and what it sends to", () => {
  const { alloy } = exampleModel({ alloy: { journal: false } });
  expect(components(print(nodePipeline(alloy)))).toEqual([
    "discovery.kubernetes.pods",
    "discovery.relabel.pods",
    "loki.source.file.pods",
    "loki.process.pods",
    "loki.write.pods",
  ]);
});

test.each([
  ["of a node", print(nodePipeline(exampleModel().alloy))],
  ["of a node without journal", print(nodePipeline(exampleModel({ alloy: { journal: false } }).alloy))],
  ["of the events", print(eventsPipeline(exampleModel().alloy))],
])(
  "in the pipeline %s every reference leads to a component, and every component but the sources is referred to",
  (_, text) => {
    const sources = components(text).filter((component) => component.startsWith("loki.source."));
    expect(sources).not.toEqual([]);
    expect([...new Set([...references(text), ...sources])].sort()).toEqual([...components(text)].sort());
  },
);
