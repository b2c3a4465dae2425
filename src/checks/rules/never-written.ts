import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { type UnloggedState, unloggedState } from "../../alloy/source-contracts";
import type { LineFilter, Selection } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleNeverWritten = ruleCheck({
  id: "rule-never-written",
  severity: "error",
  reason:
    "a state that kubectl shows is no line of a log: a rule that looks for its name where nobody writes it never fires",
  evidence: "Two alerts on such texts found nothing but their own queries for 23 days",
  find: (rule) => rule.selections.flatMap((analysis) => unwritten(rule, analysis)),
});

function unwritten(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly RuleFinding[] {
  if (sources.length === 0 || namesItsWriter(selection)) return [];
  return selection.stages.flatMap((stage) => {
    if (stage.kind !== "lineFilter") return [];
    const text = soughtStates(stage).map((state) => unloggedState(state, sources, transportOf(selection)));
    const [first] = text;
    return first === undefined || !text.every((found) => found !== null) || first === null
      ? []
      : [finding(rule, stage, first)];
  });
}

/** A rule on one program's lines knows what that program writes: a controller may well write about other pods. */
function namesItsWriter({ matchers }: Selection): boolean {
  return matchers.some(
    ({ label, operator, value }) =>
      ["container", "app", "pod", "service_name", "unit"].includes(label.name) &&
      (operator === "=" || (operator === "=~" && !/^\.[+*]$/.test(value.value))),
  );
}

function transportOf({ matchers }: Selection): string | null {
  const transport = matchers.find(({ label, operator }) => label.name === "transport" && operator === "=");
  return transport?.value.value ?? null;
}

/** The texts of which one has to stand in the line, where they are plain words. */
function soughtStates({ operator, alternatives }: LineFilter): readonly string[] {
  if (operator === "|=") return alternatives.map(({ value }) => value);
  if (operator !== "|~") return [];
  return alternatives.flatMap(({ value }) =>
    value
      .replace(/^\(\?i\)/, "")
      .replace(/^\((.*)\)$/, "$1")
      .split("|"),
  );
}

function finding(rule: RuleAnalysis, filter: LineFilter, { because, instead }: UnloggedState): RuleFinding {
  return {
    location: inQuery(rule, filter),
    got: `${written(rule, filter)}: ${because}`,
    expected: "a text that the source writes",
    remedy: instead,
  };
}
