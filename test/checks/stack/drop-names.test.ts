import { dropNames } from "../../../src/checks/stack/drop-names";
import { findings, stack } from "../stacks";

function withDrops(...names: readonly string[]) {
  return stack({
    alloy: { drop: names.map((name) => ({ name, reason: "noise", selector: '{namespace="web"}' })) },
  });
}

test("a drop of a name that the plan's own has is refused by its place", () => {
  expect(findings(dropNames, withDrops("mine", "older_than_retention", "ruler_evaluations"))).toEqual(
    ["older_than_retention", "ruler_evaluations"].map((name, index) => ({
      setting: `alloy.drop[${index + 1}].name`,
      got: `"${name}"`,
      expected: "a name other than older_than_retention and ruler_evaluations, which the stack's own drops have",
      remedy: "rename it",
    })),
  );
});

test("a drop of another name is taken", () => {
  expect(findings(dropNames, withDrops("mine"))).toEqual([]);
});
