/** LogQL as in Loki 3.7.8: a parser, validation, and the labels and lines that a query selects. */
export { alternativesOf, requiredTexts } from "./alternatives";
export * from "./ast";
export { areDisjoint } from "./certain-labels";
export { constantValue, isNumber, type NumberComparison, numberComparison } from "./constant";
export type { Problem, ProblemKind } from "./errors";
export { GROUPABLE, type RangeFunction } from "./functions";
export { isCertainlyWithin } from "./implication";
export { describeInterval, type Interval, isSatisfied } from "./interval";
export {
  ANY_CHARACTER,
  type Characters,
  labelCharacters,
  ofExpression,
  type StreamCharacters,
} from "./label-characters";
export { type LabelValues, mayMatch, mustMatch, oneOf } from "./label-values";
export { groupNames, LabelSet, type Lines, labelsAfter } from "./labels";
export { greatestRatio, lineAmount } from "./line-ratio";
export { byteCount, goDuration, isAddressRange, prometheusDuration } from "./literals";
export { type Line, matches, selects, selectsLine } from "./matching";
export { parse } from "./parser/expression";
export {
  escapedPattern,
  filterPatternProblem,
  isProblem,
  matcherExpression,
  parserPatternProblem,
  patternNames,
  type RegularExpression,
  regularExpression,
  textExpression,
} from "./patterns";
export { type PossibleValues, possibleValues } from "./possible-values";
export { lineComments } from "./query-text";
export {
  labelsOf,
  labelsOfRange,
  matchedLabels,
  type SeriesLabels,
  seriesLabels,
} from "./series-labels";
export { type KnownLines, mayParse, type Outcome, outcomeOf, type Step, stepsOf } from "./steps";
export { invisibleCharacter, nameOf as characterName, withoutInvisible } from "./stray-characters";
export { type Mismatch, mismatchOf, oneSidedLabels, repeatedLabels } from "./vector-matching";
