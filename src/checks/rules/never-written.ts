import type { RuleAnalysis, SelectionAnalysis } from "../../alerting/rule-analysis";
import { type UnloggedState, unloggedState } from "../../alloy/unlogged-states";
import type { LineFilter, Selection } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";

export const ruleNeverWritten = ruleCheck({
  id: "rule-never-written",
  title: "Rules search for text that appears in logs",
  severity: "error",
  why: "some states appear only in kubectl, so a rule that searches logs for their names never fires",
  remedy: "search for text that the source writes",
  evidence: "for 23 days, two alerts on such texts matched only their own queries",
  find: (rule) => rule.selections.flatMap((analysis) => unwritten(rule, analysis)),
});

function unwritten(rule: RuleAnalysis, { selection, sources }: SelectionAnalysis): readonly RuleFinding[] {
  if (sources.length === 0 || selectsOneProgram(selection)) return [];
  return selection.stages.flatMap((stage) => {
    if (stage.kind !== "lineFilter") return [];
    const states = searchedStates(stage).map((state) => unloggedState(state, sources, transportOf(selection)));
    const [first] = states;
    return first === undefined || !states.every((state) => state !== null) || first === null
      ? []
      : [finding(rule, stage, first)];
  });
}

/** A rule on the lines of one program may know its text: a controller writes about other pods. */
function selectsOneProgram({ matchers }: Selection): boolean {
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

/** The plain texts; the line must contain one of them. */
function searchedStates({ operator, alternatives }: LineFilter): readonly string[] {
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
    expected: "text that the source writes",
    remedy: instead,
  };
}
