import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { characterName, invisibleCharacter, type LineText, withoutInvisible } from "../../logql";
import { inQuery, type RuleFinding, ruleCheck } from "./rule-check";

export const ruleInvisibleCharacter = ruleCheck({
  id: "rule-invisible-character",
  title: "Filters contain only visible characters",
  severity: "warning",
  why: "editors and chats insert characters without a glyph; a filter with one finds only lines that contain it, too",
  remedy: "retype the text, or write the character as an escape if the lines contain it",
  evidence: "https://www.unicode.org/reports/tr36/",
  find: (rule) => linesTexts(rule).flatMap((text) => findings(rule, text)),
});

function linesTexts({ selections }: RuleAnalysis): readonly LineText[] {
  return selections.flatMap(({ selection }) =>
    selection.stages.flatMap((stage) => (stage.kind === "lineFilter" ? stage.alternatives : [])),
  );
}

/** An escape such as \u00a0 is deliberate, so only the text as written counts. */
function findings(rule: RuleAnalysis, text: LineText): readonly RuleFinding[] {
  const source = rule.rule.expr.value.slice(text.from, text.to);
  const invisible = invisibleCharacter(source);
  if (invisible === null) return [];
  const remedy = `write ${withoutInvisible(source)}`;
  return [
    { location: inQuery(rule, text), got: `${characterName(invisible)} in a filter`, expected: "visible text", remedy },
  ];
}
