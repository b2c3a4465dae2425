import { checks } from "../../src/checks";
import { checkStack } from "../../src/checks/runner";
import { findings, stack } from "./stacks";

test("gives every check a unique id", () => {
  const ids = checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(checks.map((check) => [check.id, check] as const))("%s", (id, check) => {
  test("has an id of lower-case words with dashes", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("is an error or a warning", () => {
    expect(["error", "warning"]).toContain(check.severity);
  });

  test("states title, why, remedy and evidence in one sentence each", () => {
    for (const text of [check.title, check.why, check.remedy, check.evidence]) {
      expect(text).toMatch(/^\S.{10,}[^\s.]$/);
      expect(text).not.toMatch(/[a-z)]\. [A-Z]/);
    }
  });

  test("finds nothing in the example", () => {
    expect(findings(check, stack())).toEqual([]);
  });
});

test("skips only the limits with a declared load and taints", () => {
  const { findings: found, skipped } = checkStack(checks, stack());
  expect(found).toEqual([]);
  expect(skipped.map(({ setting }) => setting)).toEqual(["cluster.limitRange", "cluster.quota"]);
});
