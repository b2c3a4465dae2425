import { type Block, print } from "../../../src/alloy/syntax";
import { configMapSize } from "../../../src/checks/stack/config-map-size";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { findings, stack, withModel } from "../stacks";

/** 1 MiB, less the space for metadata. */
const MOST = 2 ** 20 - 16 * 2 ** 10;
const WANTED = "at most 1008 KiB in one ConfigMap";

/** Rule files with these texts. */
function withRules(...texts: readonly string[]): RenderedStack {
  return withModel("alerting", ({ files, ...alerting }) => ({
    ...alerting,
    files: files.slice(0, 1).flatMap((file) => texts.map((text) => ({ ...file, text }))),
  }));
}

/** A pipeline with this printed size in bytes. */
function pipeline(bytes: number): readonly Block[] {
  const block = (comment: string): readonly Block[] => [{ name: "logging", comment }];
  return block("x".repeat(bytes - print(block("")).length));
}

function withPipeline(part: "agent" | "events", bytes: number): RenderedStack {
  const of = stack();
  return { ...of, [part]: of[part] && { ...of[part], pipeline: pipeline(bytes) } };
}

test("rejects rule files that are too large together", () => {
  const half = "x".repeat(MOST / 2);
  expect(findings(configMapSize, withRules(half, half))).toEqual([]);
  expect(findings(configMapSize, withRules(half, `${half}x`))).toEqual([
    {
      setting: "alerting.rules",
      got: "1008 KiB",
      expected: WANTED,
      remedy: "remove rule files, or shorten their annotations",
    },
  ]);
});

test("counts bytes, not characters", () => {
  expect(findings(configMapSize, withRules("ü".repeat(MOST / 2)))).toEqual([]);
  expect(findings(configMapSize, withRules("ü".repeat(MOST / 2 + 1)))).toHaveLength(1);
});

test.each([
  ["agent", "alloy.drop"],
  ["events", "alloy.events"],
] as const)("rejects a pipeline of the %s that is too large", (part, setting) => {
  expect(findings(configMapSize, withPipeline(part, MOST))).toEqual([]);
  expect(findings(configMapSize, withPipeline(part, MOST + 1))).toEqual([
    { setting, got: "1008 KiB", expected: WANTED, remedy: "remove or shorten entries of alloy.drop" },
  ]);
});

test("rejects drops with selectors that are too long together", () => {
  const drop = Array.from({ length: 11 }, (_, index) => ({
    name: `noise-${index}`,
    reason: "b",
    selector: `{namespace="web"} |= "${"x".repeat(100_000)}"`,
  }));
  expect(findings(configMapSize, stack({ alloy: { drop } }))).toMatchObject([{ setting: "alloy.drop" }]);
});

test("ignores the events pipeline without events", () => {
  expect(findings(configMapSize, stack({ alloy: { events: false } }))).toEqual([]);
});
