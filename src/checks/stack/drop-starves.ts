import { FIRING, QUIET } from "../../alerting/log-path-drill";
import type { RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { type StarvedCase, type StarvedRule, starvation } from "./starvation";

export const dropStarves: Check = {
  id: "drop-starves",
  title: "Drops remove no lines that rules and verify need",
  severity: "error",
  why: "agents drop these lines before Loki sees them, so the rule never fires, and verify misses its own lines",
  remedy: "narrow the selector of the drop, or remove the drop or the rule",
  evidence: "Alloy's stage.drop discards a line before the agent sends it",
  find: (stack) =>
    eachDrop(stack, (name, { selector }) => {
      const { drill, rules } = starvation(stack.model);
      const starved = rules.filter(({ drop }) => drop === name).map(nameOf);
      const isDrill = drill.includes(name);
      if (starved.length === 0 && !isDrill) return [];
      const all = [...(isDrill ? ["verify"] : []), ...new Set(starved)];
      const remedy = isDrill
        ? `add container!~"${FIRING}|${QUIET}" to the matchers${starved.length === 0 ? ", or remove the drop" : `, and leave the lines of ${[...new Set(starved)].join(", ")}`}`
        : "narrow the selector so that these lines remain, or remove the drop or the rule";
      return [
        {
          got: `'${selector}', which drops every line of ${all.join(", ")}`,
          expected: "a selector that leaves lines of rules and verify",
          remedy,
        },
      ];
    }),
};

export const dropFixture: Check = {
  id: "drop-fixture",
  title: "Drops remove no lines that fire an alert in a fixture",
  severity: "warning",
  why: "the fixture says that these lines fire the alert, and the agents drop them",
  remedy: "narrow the selector of the drop, or remove the case from the fixture",
  evidence: "the conformance test sends a fixture's lines to Loki without the agents, so it doesn't notice a drop",
  find: (stack) =>
    eachDrop(stack, (name, { selector }) =>
      starvation(stack.model)
        .cases.filter(({ drop }) => drop === name)
        .map((one) => ({
          got: `'${selector}', which drops every line of ${caseOf(one)}`,
          expected: "a selector that leaves the lines of firing cases",
          remedy: "narrow the selector so that these lines remain, or remove the drop or the case",
        })),
    ),
};

type DropFinding = Pick<Finding, "got" | "expected" | "remedy">;

function eachDrop(
  { model }: RenderedStack,
  find: (name: string, drop: RenderedStack["model"]["alloy"]["drop"][number]) => readonly DropFinding[],
): readonly Finding[] {
  return model.alloy.drop.flatMap((drop, index) =>
    find(drop.name, drop).map((text) => ({ setting: `alloy.drop[${index}].selector`, ...text })),
  );
}

function nameOf({ rule: { rule, file } }: StarvedRule): string {
  return `${rule.name} (${file.path})`;
}

function caseOf({ title, file }: StarvedCase): string {
  return `the case "${title}" (${file.path})`;
}
