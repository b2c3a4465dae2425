import {
  type RequiredValue,
  requiredByAgent,
  requiredByEvents,
  requiredByLoki,
  requiredValues,
} from "../../../src/checks/chart/required-values";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { changed, findings, stack } from "../stacks";

const NAMESPACE = "monitoring";
const OTHER = "something else";

type Part = "loki" | "agent" | "events";

function withValue(part: Part, key: string, value: unknown): RenderedStack {
  const of = stack();
  const release = of[part];
  if (release === null) throw new Error("the example collects events");
  return { ...of, [part]: { ...release, values: changed(release.values, { [key]: value }) } };
}

const keysOf = (part: Part, required: readonly RequiredValue[]) => required.map((one) => ({ part, ...one }));
const all = [
  ...keysOf("loki", requiredByLoki(NAMESPACE)),
  ...keysOf("agent", requiredByAgent(NAMESPACE)),
  ...keysOf("events", requiredByEvents(NAMESPACE)),
];

test("finds nothing in the default stack", () => {
  expect(findings(requiredValues, stack())).toEqual([]);
});

test.each(all)("rejects another value of $key of $part, with the effect", ({ part, key, otherwise }) => {
  expect(findings(requiredValues, withValue(part, key, OTHER))).toMatchObject([
    {
      setting: expect.stringContaining(`.yaml: ${key}`),
      got: `"${OTHER}"`,
      expected: expect.stringContaining(otherwise),
    },
  ]);
});

test.each(all.flatMap(({ allowed, ...one }) => allowed.map((value) => ({ ...one, value: value ?? undefined }))))(
  "$key of $part may be $value",
  ({ part, key, value }) => {
    expect(findings(requiredValues, withValue(part, key, value))).toEqual([]);
  },
);

test.each([
  ["loki", "singleBinary.persistence.enabled", false, "remove singleBinary.persistence.enabled"],
  ["loki", "test.enabled", true, "set test.enabled: false"],
  ["loki", "fullnameOverride", "logs", "remove fullnameOverride"],
  ["agent", "alloy.securityContext.runAsUser", 473, "set alloy.securityContext.runAsUser: 0"],
  ["events", "controller.replicas", 3, "set controller.replicas: 1"],
] as const)("for %s with %s: %j suggests to %s", (part, key, value, remedy) => {
  expect(findings(requiredValues, withValue(part, key, value))).toMatchObject([{ remedy }]);
});
