import { pipelineChecks } from "../../../src/checks";
import type { Settings } from "../../../src/settings/settings";
import { renderStack } from "../../../src/stack/rendered-stack";
import { exampleModel, ROOT } from "../../helpers/example";

const drop = [
  { name: "probes", reason: "Nobody reads them.", selector: '{namespace="web"} |~ "GET /(healthz|ready)"' },
];

const DEPLOYMENTS: Readonly<Record<string, Partial<Settings>>> = {
  "the default stack": {},
  "nodes with Docker": { alloy: { runtime: "docker" } },
  "a stack without journal and events": { alloy: { journal: false, events: false } },
  "a stack that drops lines": { alloy: { drop } },
};

test.each(Object.entries(DEPLOYMENTS))("accepts the pipelines of %s", (_, settings) => {
  const stack = renderStack(exampleModel(settings), ROOT);
  expect(pipelineChecks.flatMap((check) => check.find(stack))).toEqual([]);
});

test("gives every check a unique id, a why and its evidence", () => {
  expect(new Set(pipelineChecks.map(({ id }) => id)).size).toBe(pipelineChecks.length);
  expect(pipelineChecks.filter(({ why, evidence }) => why === "" || evidence === "")).toEqual([]);
});
