import { checks } from "../../src/checks";
import { checkStack } from "../../src/checks/runner";
import { findings, stack } from "./stacks";

test("every check has a name of its own", () => {
  const ids = checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(checks.map((check) => [check.id, check] as const))("%s", (id, check) => {
  test("has a name of lower-case words with dashes", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("stops a plan, or warns of it", () => {
    expect(["error", "warning"]).toContain(check.severity);
  });

  test("says in one sentence why, and how that is known", () => {
    for (const text of [check.title, check.why, check.remedy, check.evidence]) {
      expect(text).toMatch(/^\S.{10,}[^\s.]$/);
      expect(text).not.toMatch(/[a-z)]\. [A-Z]/);
    }
  });

  test("finds nothing in what the example deploys", () => {
    expect(findings(check, stack())).toEqual([]);
  });
});

test("with a declared load and taints, what remains to be declared are limits", () => {
  const { findings: found, skipped } = checkStack(checks, stack());
  expect(found).toEqual([]);
  expect(skipped.map(({ setting }) => setting)).toEqual(["cluster.limitRange", "cluster.quota"]);
});
