import { matches, selects } from "../matching";
import type { Problem } from "../problem";
import type { Matcher, Selection } from "../tree/selection";
import { stageMatchers } from "../walk";
import { stageProblems } from "./stages";
import { expressionProblem } from "./texts";

/** What Loki refuses of a selection, when it loads it or when it evaluates it. */
export function selectionProblems({ matchers, selector, stages }: Selection): readonly Problem[] {
  const broken = matchers.flatMap(matcherProblems);
  const inStages = stages.flatMap((stage) => [
    ...stageProblems(stage),
    ...stageMatchers(stage).flatMap(matcherProblems),
  ]);
  if (broken.length > 0 || matchers.some(selects)) return [...broken, ...inStages];
  return [{ ...nothingSelected(matchers), from: selector.from, to: selector.to }, ...inStages];
}

export function matcherProblems({ operator, value }: Matcher): readonly Problem[] {
  const problem = operator.endsWith("~") ? expressionProblem(value, "load") : null;
  return problem === null ? [] : [problem];
}

function nothingSelected(matchers: readonly Matcher[]): Omit<Problem, "from" | "to"> {
  const all = matchers.find((matcher) => matcher.operator === "=~" && matches(matcher, ""));
  return {
    kind: "selector",
    moment: "load",
    got:
      matchers.length === 0 ? "a selector without a matcher" : "matchers that a stream without these labels satisfies",
    expected: "a matcher that an absent label doesn't satisfy",
    remedy:
      all === undefined
        ? 'name a label that the lines have, such as {namespace=~".+"}'
        : `write {${all.label.name}=~".+"}: it wants the label, where ${JSON.stringify(all.value.value)} doesn't`,
  };
}
