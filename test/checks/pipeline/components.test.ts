import { type Block, Expression } from "../../../src/alloy/syntax";
import { componentReferences } from "../../../src/checks/pipeline/component-references";
import { linesArrive } from "../../../src/checks/pipeline/lines-arrive";
import { files, findings, stage, through, to, write } from "./pipelines";

function process(label: string, ...receivers: readonly string[]): Block {
  return { name: "loki.process", label, attributes: to(...receivers), blocks: [stage("cri")] };
}

test("two components of one name are found once", () => {
  expect(findings(componentReferences, ...through(stage("cri")), write, write)).toMatchObject([
    { setting: "loki.write.pods", got: "3 components of this name" },
  ]);
});

test("a name that nothing has is found where it stands", () => {
  const pipeline = [files, process("pods", "loki.write.podz"), write];
  expect(findings(componentReferences, ...pipeline)).toMatchObject([
    { setting: "loki.process.pods", got: "loki.write.podz.receiver" },
  ]);
});

test("what only looks like a name is none", () => {
  const targets = new Expression('array.concat([{"__path__" = "/a.b.c.d" + sys.env("x.y.z")}], constants.hostname)');
  const source = { ...files, attributes: { ...files.attributes, targets } };
  expect(findings(componentReferences, source, process("pods", "loki.write.pods"), write)).toEqual([]);
});

test("components in a circle are found", () => {
  const circle = [process("a", "loki.process.b"), process("b", "loki.process.a")];
  expect(findings(componentReferences, ...through(stage("cri")), ...circle)).toMatchObject([
    { setting: "loki.process.a, loki.process.b" },
  ]);
});

test("a block that configures Alloy itself need not be read", () => {
  const logging = { name: "logging", attributes: { level: "warn" } };
  expect(findings(linesArrive, logging, ...through(stage("cri")))).toEqual([]);
});

test("a component that writes is enough for two sources", () => {
  const other = { ...files, label: "other", attributes: { ...files.attributes, ...to("loki.write.pods") } };
  expect(findings(linesArrive, other, ...through(stage("cri")))).toEqual([]);
});

test("lines that a component sends to nobody are found there", () => {
  expect(findings(linesArrive, files, process("pods"))).toMatchObject([
    { setting: "loki.process.pods", got: "lines that go nowhere" },
  ]);
});

test("a source that sends to nobody is found, and what would have taken its lines as well", () => {
  const source = { ...files, attributes: { ...files.attributes, ...to() } };
  expect(findings(linesArrive, source, write)).toMatchObject([
    { setting: "loki.source.file.pods", expected: "a path to a loki.write component" },
    { setting: "loki.write.pods", got: "a component without a reference from a source" },
  ]);
});

test("a pipeline without source is found", () => {
  expect(findings(linesArrive)).toMatchObject([{ setting: "sources", got: "none" }]);
});
