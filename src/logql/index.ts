/** LogQL as in Loki 3.7.8: a parser, validation, and the labels and lines that a query selects. */
export * from "./ast";
export { constantValue, isNumber } from "./constant";
export type { Problem, ProblemKind } from "./errors";
export { GROUPABLE, type RangeFunction } from "./functions";
export { groupNames, LabelSet, type Lines, labelsOf, labelsOfRange } from "./labels";
export { byteCount, goDuration, isAddressRange, prometheusDuration } from "./literals";
export { type Line, matches, selects, selectsLine } from "./matching";
export { parse } from "./parser/expression";
export {
  filterPatternProblem,
  isProblem,
  matcherExpression,
  parserPatternProblem,
  patternNames,
  regularExpression,
} from "./patterns";
