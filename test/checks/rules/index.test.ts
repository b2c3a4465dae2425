import { ruleChecks } from "../../../src/checks/rules";
import { stack } from "../stacks";

test.each(ruleChecks.map((check) => [check.id, check] as const))(
  "%s finds nothing in the rules that the project ships",
  (_, check) => {
    expect(check.find(stack())).toEqual([]);
  },
);

test("every check of rules has a name of its own that begins with rule-", () => {
  const ids = ruleChecks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^rule(-[a-z]+)+$/.test(id))).toEqual([]);
});
