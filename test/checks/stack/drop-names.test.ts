import { dropNames } from "../../../src/checks/stack/drop-names";
import { findings, stack } from "../stacks";

function withDrops(...names: readonly string[]) {
  return stack({
    alloy: { drop: names.map((name) => ({ name, reason: "noise", selector: '{namespace="web"}' })) },
  });
}

test("rejects a drop with the name of the stack's own, with its index", () => {
  expect(findings(dropNames, withDrops("mine", "older_than_retention", "ruler_evaluations"))).toEqual(
    ["older_than_retention", "ruler_evaluations"].map((name, index) => ({
      setting: `alloy.drop[${index + 1}].name`,
      got: `"${name}"`,
      expected: "a name other than older_than_retention and ruler_evaluations, which the stack's own drops use",
      remedy: "rename it",
    })),
  );
});

test("accepts a drop with another name", () => {
  expect(findings(dropNames, withDrops("mine"))).toEqual([]);
});
