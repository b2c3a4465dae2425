import { type Block, Expression } from "../../../src/alloy/syntax";
import { componentReferences } from "../../../src/checks/pipeline/component-references";
import { linesArrive } from "../../../src/checks/pipeline/lines-arrive";
import { files, findings, stage, through, to, write } from "./pipelines";

function process(label: string, ...receivers: readonly string[]): Block {
  return { name: "loki.process", label, attributes: to(...receivers), blocks: [stage("cri")] };
}

test("reports a duplicate name once", () => {
  expect(findings(componentReferences, ...through(stage("cri")), write, write)).toMatchObject([
    { setting: "loki.write.pods", got: "3 components of this name" },
  ]);
});

test("reports an unknown name where it is used", () => {
  const pipeline = [files, process("pods", "loki.write.podz"), write];
  expect(findings(componentReferences, ...pipeline)).toMatchObject([
    { setting: "loki.process.pods", got: "loki.write.podz.receiver" },
  ]);
});

test("ignores text that only looks like a name", () => {
  const targets = new Expression('array.concat([{"__path__" = "/a.b.c.d" + sys.env("x.y.z")}], constants.hostname)');
  const source = { ...files, attributes: { ...files.attributes, targets } };
  expect(findings(componentReferences, source, process("pods", "loki.write.pods"), write)).toEqual([]);
});

test("reports components in a cycle", () => {
  const circle = [process("a", "loki.process.b"), process("b", "loki.process.a")];
  expect(findings(componentReferences, ...through(stage("cri")), ...circle)).toMatchObject([
    { setting: "loki.process.a, loki.process.b" },
  ]);
});

test("accepts an unreferenced block that configures Alloy itself", () => {
  const logging = { name: "logging", attributes: { level: "warn" } };
  expect(findings(linesArrive, logging, ...through(stage("cri")))).toEqual([]);
});

const password = { name: "local.file", label: "password", attributes: { filename: "/password" } };
const http = {
  name: "http",
  blocks: [{ name: "auth", attributes: { password: new Expression("local.file.password.content") } }],
};

test("accepts a component that only such a block refers to", () => {
  expect(findings(linesArrive, password, http, ...through(stage("cri")))).toEqual([]);
  expect(findings(linesArrive, password, ...through(stage("cri")))).toMatchObject([{ setting: "local.file.password" }]);
});

test("reports an unknown name in such a block", () => {
  expect(findings(componentReferences, http, ...through(stage("cri")))).toMatchObject([
    { setting: "http", got: "local.file.password.content" },
  ]);
});

test("accepts two sources with one loki.write", () => {
  const other = { ...files, label: "other", attributes: { ...files.attributes, ...to("loki.write.pods") } };
  expect(findings(linesArrive, other, ...through(stage("cri")))).toEqual([]);
});

test("reports a component that sends its lines nowhere", () => {
  expect(findings(linesArrive, files, process("pods"))).toMatchObject([
    { setting: "loki.process.pods", got: "lines that go nowhere" },
  ]);
});

test("reports a source that sends its lines nowhere, and the components it does not reach", () => {
  const source = { ...files, attributes: { ...files.attributes, ...to() } };
  expect(findings(linesArrive, source, write)).toMatchObject([
    { setting: "loki.source.file.pods", expected: "a path to a loki.write component" },
    { setting: "loki.write.pods", got: "a component without a reference from a source" },
  ]);
});

test("reports a pipeline without a source", () => {
  expect(findings(linesArrive)).toMatchObject([{ setting: "sources", got: "none" }]);
});
