import type { Span } from "../ast";
import type { Problem } from "../errors";
import type { Token } from "../lexer";
import { bareLabels, comparison, innerGrouping, lateParameter, parameterForm, threshold } from "./aggregations";
import { foreignComment, semicolon, singleQuotes, strayCharacter, swallowedQuote } from "./characters";
import {
  afterUnwrap,
  functionAsStage,
  missingComma,
  pathAsLabel,
  separatedUnit,
  severalValues,
  stageSeparator,
} from "./conditions";
import { otherLanguage, prometheusFunction } from "./languages";
import { bareText, filterWord, parenthesizedTexts, repeatedOperator, secondText } from "./line-filters";
import { foreignLogic, labelOperator, lineOperator, wordOperator } from "./operators";
import { atModifier, bareRange, earlyRange, invalidRange, misplacedOffset, missingRange } from "./ranges";
import { joinedQueries, linesAsNumbers } from "./selections";
import { type Explanation, edited, type Mistake, type Situation } from "./situation";
import {
  extraCloser,
  groupBeforeOn,
  missingBar,
  missingParentheses,
  missingStart,
  negativeVector,
  nestedRange,
  openBracket,
  quotedQuery,
  replaceArguments,
  ruleField,
  trailingOperator,
  unknownStage,
  unquotedTemplate,
} from "./structure";
import {
  joinedMatchers,
  labelName,
  matchersWithoutBraces,
  negation,
  openString,
  quotedName,
  quotedNumber,
  trailingComma,
  unquotedValue,
} from "./values";

/** The mistakes that people make, the most certain explanations first. */
const MISTAKES: readonly Mistake[] = [
  otherLanguage,
  strayCharacter,
  swallowedQuote,
  singleQuotes,
  foreignComment,
  missingComma,
  semicolon,
  invalidRange,
  atModifier,
  ruleField,
  quotedQuery,
  negativeVector,
  replaceArguments,
  functionAsStage,
  afterUnwrap,
  prometheusFunction,
  matchersWithoutBraces,
  joinedQueries,
  repeatedOperator,
  secondText,
  parenthesizedTexts,
  filterWord,
  wordOperator,
  labelOperator,
  lineOperator,
  joinedMatchers,
  foreignLogic,
  severalValues,
  negation,
  pathAsLabel,
  separatedUnit,
  trailingComma,
  labelName,
  quotedName,
  quotedNumber,
  unquotedTemplate,
  misplacedOffset,
  missingRange,
  stageSeparator,
  earlyRange,
  bareRange,
  bareLabels,
  innerGrouping,
  lateParameter,
  parameterForm,
  comparison,
  threshold,
  linesAsNumbers,
  unquotedValue,
  openString,
  groupBeforeOn,
  missingBar,
  unknownStage,
  bareText,
  nestedRange,
  missingParentheses,
  missingStart,
  extraCloser,
  trailingOperator,
  openBracket,
];

/**
 * Explains why Loki can't parse a query, in the author's terms.
 * @param problem the parser's error
 * @param parserError returns where the parser stops in another text, or null if it doesn't stop
 * @returns the problem; with a better explanation if there is one whose correction lets the parser continue
 */
export function explain(
  text: string,
  tokens: readonly Token[],
  problem: Problem,
  parserError: (corrected: string) => Span | null,
): Problem {
  const found = tokens.findIndex(({ to, kind }) => to > problem.from || kind === "end");
  const situation: Situation = { text, tokens, at: found < 0 ? tokens.length - 1 : found, expected: problem.expected };
  for (const mistake of MISTAKES) {
    const explanation = mistake(situation);
    if (explanation !== null && helps(explanation)) return explained(problem, explanation);
  }
  return problem;

  function helps({ edits }: Explanation): boolean {
    if (edits === null) return true;
    const corrected = edited(text, edits);
    const next = parserError(corrected);
    return next === null || corrected.length - next.from < text.length - problem.from;
  }
}

function explained(problem: Problem, { span: { from, to }, got, expected, remedy }: Explanation): Problem {
  const kind = got.startsWith("the Prometheus function") ? "function" : "syntax";
  return { kind, phase: problem.phase, from, to, got, expected, remedy };
}
