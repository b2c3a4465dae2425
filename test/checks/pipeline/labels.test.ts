import { type Block, Expression } from "../../../src/alloy/syntax";
import { labelNames } from "../../../src/checks/pipeline/label-names";
import { promisedLabels } from "../../../src/checks/pipeline/promised-labels";
import { removedLabels } from "../../../src/checks/pipeline/removed-labels";
import { replacementGroups } from "../../../src/checks/pipeline/replacement-groups";
import { stageOrder } from "../../../src/checks/pipeline/stage-order";
import { streamLabels } from "../../../src/checks/pipeline/stream-labels";
import { files, findings, stack, stage, through, to, withPipeline, write } from "./pipelines";

function rule(attributes: NonNullable<Block["attributes"]>): Block {
  return { name: "discovery.relabel", label: "pods", blocks: [{ name: "rule", attributes }] };
}

const noFilename = stage("label_drop", { values: ["filename"] });

/** A group in Go's notation. */
const braced = (group: number | string) => `\${${group}}`;

describe("pipeline-replacement-groups", () => {
  test.each([
    [{ regex: "(.+)/(.+)", replacement: "/var/$1_$2/*.log" }, /without a group "1_"$/],
    [{ regex: "(.+)", replacement: braced(2) }, /without a group "2"$/],
    [{ replacement: "$name" }, /without a group "name"$/],
  ])("reports the missing group of %j", (attributes, got) => {
    expect(findings(replacementGroups, rule(attributes))).toMatchObject([
      { setting: "discovery.relabel.pods: rule 1", got: expect.stringMatching(got) },
    ]);
  });

  test.each([
    { regex: "(.+)/(.+)", replacement: `/var/${braced(1)}_${braced(2)}/*.log` },
    { regex: "(?P<name>.+)", replacement: `${braced("name")}-$1` },
    { replacement: "$1" },
    { replacement: "no group, for $$1" },
    { regex: "(", replacement: "$7" },
  ])("accepts %j", (attributes) => {
    expect(findings(replacementGroups, rule(attributes))).toEqual([]);
  });
});

describe("pipeline-label-names", () => {
  test.each([
    [rule({ target_label: "pod-name" }), '"pod_name"'],
    [through(stage("static_labels", { values: { "1st": "a" } }))[1], '"_1st"'],
    [through(stage("structured_metadata", { values: { "a b": "" } }))[1], '"a_b"'],
  ])("reports a name that Loki rejects (case %#)", (block, remedy) => {
    if (block === undefined) throw new Error("there is no block");
    expect(findings(labelNames, block)).toMatchObject([{ remedy: `rename it, for example to ${remedy}` }]);
  });

  test("accepts letters, digits and underscores", () => {
    expect(findings(labelNames, rule({ target_label: "__path__" }), rule({ target_label: "pod_2" }))).toEqual([]);
  });
});

describe("pipeline-stream-labels", () => {
  test("reports filename, which creates a stream per file", () => {
    expect(findings(streamLabels, ...through(stage("static_labels", { values: { pod: "a" } })))).toMatchObject([
      { setting: "loki.write.pods", got: "lines of pods with the label filename" },
    ]);
  });

  test("reports the label stream, which the CRI stage adds", () => {
    expect(findings(streamLabels, ...through(stage("cri"), noFilename))).toMatchObject([
      { got: "lines of pods with the label stream" },
    ]);
    const moved = stage("structured_metadata", { values: { stream: "" } });
    expect(findings(streamLabels, ...through(stage("cri"), noFilename, moved))).toEqual([]);
  });

  test("follows the labels of targets, except those with two underscores", () => {
    const rules = {
      ...rule({ target_label: "uid" }),
      blocks: ["uid", "__path__", "pod"].map((label) => ({ name: "rule", attributes: { target_label: label } })),
    };
    const source = {
      ...files,
      attributes: { targets: new Expression("discovery.relabel.pods.output"), ...to("loki.process.pods") },
    };
    const [, process, sink] = through(noFilename);
    if (process === undefined || sink === undefined) throw new Error("there is no pipeline");
    expect(findings(streamLabels, rules, source, process, sink)).toMatchObject([
      { got: "lines of pods with the label uid" },
    ]);
  });

  test("follows stage.label_keep", () => {
    expect(findings(streamLabels, ...through(stage("cri"), stage("label_keep", { values: ["pod"] })))).toEqual([]);
  });

  test("reports the label instance of the event collector", () => {
    const events = { name: "loki.source.kubernetes_events", label: "cluster", attributes: to("loki.write.pods") };
    expect(findings(streamLabels, events, write)).toMatchObject([
      { got: "Kubernetes events with the label namespace" },
      { got: "Kubernetes events with the label instance" },
    ]);
  });

  test("reports app, which changes with a label of the pod", () => {
    expect(
      findings(streamLabels, ...through(noFilename, stage("static_labels", { values: { app: "a" } }))),
    ).toMatchObject([{ got: "lines of pods with the label app" }]);
  });
});

describe("pipeline-promised-labels", () => {
  test("reports each promised label that is missing", () => {
    const labels = { namespace: "a", pod: "b", container: "c", node: "d" };
    expect(findings(promisedLabels, ...through(stage("static_labels", { values: labels })))).toMatchObject([
      { setting: "loki.write.pods", got: "lines of pods without the label log_collection" },
    ]);
    const all = stage("static_labels", { values: { ...labels, log_collection: "e" } });
    expect(findings(promisedLabels, ...through(all))).toEqual([]);
  });
});

describe("pipeline-removed-labels", () => {
  test("reports a dropped label that the lines do not have", () => {
    const misspelled = stage("label_drop", { values: ["file_name"] });
    expect(findings(removedLabels, ...through(stage("cri"), misspelled))).toMatchObject([
      { setting: "loki.process.pods: stage.label_drop 2", got: '"file_name", which the lines do not have here' },
    ]);
    expect(findings(removedLabels, ...through(stage("cri"), noFilename))).toEqual([]);
  });

  test("reports a limit by a label that the lines do not have", () => {
    const limit = (label: string) => stage("limit", { rate: 1, burst: 1, drop: true, by_label_name: label });
    expect(findings(removedLabels, ...through(stage("cri"), noFilename, limit("filename")))).toMatchObject([
      { setting: "loki.process.pods: stage.limit 3", got: '"filename", which the lines do not have here' },
    ]);
    expect(findings(removedLabels, ...through(stage("cri"), limit("filename")))).toEqual([]);
  });
});

describe("pipeline-stage-order", () => {
  test("reports a joining stage after filename is dropped", () => {
    expect(findings(stageOrder, ...through(noFilename, stage("cri")))).toMatchObject([
      { setting: "loki.process.pods: stage.cri 2", remedy: "drop filename after this stage" },
    ]);
    expect(findings(stageOrder, ...through(stage("cri"), noFilename))).toEqual([]);
  });

  test("ignores sources without files", () => {
    expect(stageOrder.find(withPipeline(...stack.agent.pipeline))).toEqual([]);
  });
});
