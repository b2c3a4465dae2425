import type { HttpService, ServiceRequest } from "../../src/kube/http-service";
import { namesOf } from "../../src/verify/context";
import { causes, collectLabels, labels } from "../../src/verify/labels";
import { stack } from "../checks/stacks";
import { exampleModel } from "../helpers/example";
import { node } from "./objects";

const names = namesOf(exampleModel());

const evidence = {
  expected: ["namespace", "node"],
  labels: ["node", "namespace"],
  nodes: ["a", "b"],
  nodesWithLines: ["b", "a", "gone"],
  isMarked: true,
  names,
};

test("passes if all labels are there, from every node", () => {
  expect(labels.analyze(evidence)).toMatchObject({ status: "pass", detail: "2 labels, 2 of 2 nodes" });
});

test("fails for a missing label, and names another pipeline as the cause", () => {
  expect(labels.analyze({ ...evidence, labels: ["namespace", "pod"] })).toMatchObject({
    status: "fail",
    got: "no label node",
    causes: [causes.otherPipeline()],
  });
});

test("fails for a missing label of all pods or all journals, and derives the cause from the other labels", () => {
  const all = { ...evidence, expected: ["namespace", "pod", "container", "node", "job"] };
  expect(labels.analyze({ ...all, labels: ["namespace", "pod", "container", "node"] })).toMatchObject({
    causes: [causes.noJournal()],
  });
  expect(labels.analyze({ ...all, labels: ["node", "job", "transport"] })).toMatchObject({
    causes: [causes.noPodLines()],
  });
});

test.each([
  ["without any label", []],
  ["with the labels of events alone", ["job", "service_name"]],
])("fails %s, and names missing lines as the cause", (_, found) => {
  expect(labels.analyze({ ...evidence, labels: found })).toMatchObject({ causes: [causes.noLines(names)] });
});

test("warns about a silent node, and fails if no marker follows", () => {
  const silent = { ...evidence, nodesWithLines: ["a"] };
  expect(labels.analyze(silent)).toMatchObject({ status: "warn", got: "no lines from b" });
  expect(labels.analyze({ ...silent, isMarked: false })).toMatchObject({ status: "fail" });
});

/** A Loki that has lines of one node. */
const loki: HttpService = {
  at: "loki",
  request: async ({ path }: ServiceRequest) => {
    const found = ["namespace", "pod", "container", "node", "job"];
    return JSON.stringify({ data: path === "loki/api/v1/labels" ? found : ["a"] });
  },
};

test("expects lines only from nodes that should have an agent", async () => {
  const analyze = async (...nodes: readonly string[]) => {
    const agentNodes = async () => nodes.map((name) => node(name));
    const context = { stack: stack(), loki, isMarked: false, agentNodes, names };
    return labels.analyze(await collectLabels(context, new AbortController().signal));
  };
  expect(await analyze("a")).toMatchObject({ status: "pass", detail: "5 labels, 1 of 1 nodes" });
  expect(await analyze("a", "b")).toMatchObject({ status: "fail", got: "no lines from b" });
});
