import { type Block, Expression } from "../../../src/alloy/syntax";
import { fileGlobs } from "../../../src/checks/pipeline/file-globs";
import { journalMachine } from "../../../src/checks/pipeline/journal-machine";
import { nodeScope } from "../../../src/checks/pipeline/node-scope";
import { writeEndpoints } from "../../../src/checks/pipeline/write-endpoints";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import type { Values } from "../../../src/terraform/chart-values";
import { files, findings, stack, to, withPipeline, write } from "./pipelines";

describe("pipeline-write-endpoints", () => {
  const url = "http://loki:3100/loki/api/v1/push";
  const endpoint = (attributes: NonNullable<Block["attributes"]>, blocks: readonly Block[] = []): Block => ({
    ...write,
    blocks: [{ name: "endpoint", attributes, blocks }],
  });

  test.each([
    ["no max_backoff_retries", endpoint({ url }), "no max_backoff_retries (Alloy's default is 10)"],
    ["a finite max_backoff_retries", endpoint({ url, max_backoff_retries: 20 }), "max_backoff_retries = 20"],
    ["a URL without a scheme", endpoint({ url: "loki:3100", max_backoff_retries: 0 }), 'url = "loki:3100"'],
    [
      "an address without path",
      endpoint({ url: "http://loki:3100", max_backoff_retries: 0 }),
      'url = "http://loki:3100"',
    ],
    [
      "a queue of one's own",
      endpoint({ url, max_backoff_retries: 0 }, [{ name: "queue_config", attributes: { capacity: "1MiB" } }]),
      "a queue_config",
    ],
    ["no endpoint", { ...write, blocks: [] }, "0 endpoints"],
    ["two endpoints", { ...write, blocks: [...(write.blocks ?? []), ...(write.blocks ?? [])] }, "2 endpoints"],
  ])("reports %s", (_, block, got) => {
    expect(findings(writeEndpoints, block)).toMatchObject([{ got }]);
  });

  test("accepts one endpoint that never gives up", () => {
    expect(findings(writeEndpoints, endpoint({ url, max_backoff_retries: 0 }))).toEqual([]);
  });
});

describe("pipeline-file-globs", () => {
  const rules: Block = {
    name: "discovery.relabel",
    label: "pods",
    blocks: [{ name: "rule", attributes: { target_label: "__path__", replacement: "/var/log/pods/$1/*.log" } }],
  };
  const source: Block = { ...files, attributes: { targets: new Expression("discovery.relabel.pods.output"), ...to() } };
  const matching = { name: "file_match", attributes: { enabled: true } };

  test("reports a wildcard without file_match", () => {
    expect(findings(fileGlobs, rules, source)).toMatchObject([
      { setting: "loki.source.file.pods", got: 'the path "/var/log/pods/$1/*.log" without file_match' },
    ]);
    expect(findings(fileGlobs, rules, { ...source, blocks: [matching] })).toEqual([]);
  });

  test("accepts a local.file_match component", () => {
    const match: Block = {
      name: "local.file_match",
      label: "pods",
      attributes: { path_targets: new Expression("discovery.relabel.pods.output") },
    };
    const after = { ...source, attributes: { targets: new Expression("local.file_match.pods.targets"), ...to() } };
    expect(findings(fileGlobs, rules, match, after)).toEqual([]);
  });

  test("accepts the path of a single file", () => {
    expect(findings(fileGlobs, files)).toEqual([]);
  });
});

describe("pipeline-node-scope", () => {
  const discovery = (...blocks: readonly Block[]): Block => ({
    name: "discovery.kubernetes",
    label: "pods",
    attributes: { role: "pod" },
    blocks,
  });
  const ofNode = { name: "selectors", attributes: { role: "pod", field: "spec.nodeName=a" } };
  const byLabel = { name: "selectors", attributes: { role: "pod", label: "app=web" } };
  const clustering = { name: "clustering", attributes: { enabled: true } };

  test.each<[string, Block]>([
    ["a discovery without selectors", discovery()],
    ["a node selector that a later one for the same role replaces", discovery(ofNode, byLabel)],
    [
      "a selector of another role",
      discovery({ name: "selectors", attributes: { role: "node", field: "spec.nodeName=a" } }),
    ],
    ["a source of all events", { name: "loki.source.kubernetes_events", label: "all" }],
    ["a source that tails through the API server", { name: "loki.source.kubernetes", label: "all" }],
  ])("reports %s, which reads the whole cluster", (_, block) => {
    expect(findings(nodeScope, block)).toMatchObject([{ expected: "a component that reads only its own node" }]);
  });

  test.each<[string, Block]>([
    ["a discovery of its own node", discovery(ofNode)],
    [
      "a source that distributes the events",
      { name: "loki.source.kubernetes_events", label: "all", blocks: [clustering] },
    ],
  ])("accepts %s", (_, block) => {
    expect(findings(nodeScope, block)).toEqual([]);
  });

  test("accepts a single pod that reads the whole cluster", () => {
    expect(nodeScope.find(stack)).toEqual([]);
  });
});

describe("pipeline-journal-machine", () => {
  const withValues = (values: Values): RenderedStack => ({ ...stack, agent: { ...stack.agent, values } });
  const volumes = { extra: [{ name: "machine-id", hostPath: { path: "/etc/machine-id", type: "File" } }] };

  test("accepts a journal with the node's machine id", () => {
    expect(journalMachine.find(stack)).toEqual([]);
  });

  test.each<[string, Values]>([
    ["no mount", { controller: { volumes } }],
    [
      "a mount at another place",
      { controller: { volumes }, alloy: { mounts: { extra: [{ name: "machine-id", mountPath: "/id" }] } } },
    ],
    [
      "a mount without a volume",
      { alloy: { mounts: { extra: [{ name: "machine-id", mountPath: "/etc/machine-id" }] } } },
    ],
  ])("reports a journal with %s", (_, values) => {
    expect(journalMachine.find(withValues(values))).toMatchObject([
      {
        setting: "the pipeline of alloy: loki.source.journal.node",
        expected: "the node's machine id, or the journal's path",
      },
    ]);
  });

  test("accepts a journal with a path and without the id", () => {
    const journal = { name: "loki.source.journal", label: "node", attributes: { path: "/var/log/journal" } };
    const { agent } = withPipeline(journal);
    expect(journalMachine.find({ ...stack, agent: { ...agent, values: {} }, events: null })).toEqual([]);
  });
});
