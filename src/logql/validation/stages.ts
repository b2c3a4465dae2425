import type { Problem } from "../problem";
import type { Stage } from "../tree/stage";
import { addressProblems, lineTextProblems } from "./filters";
import { patternParserProblems, regexpParserProblems } from "./parsers";
import { pathProblems } from "./paths";
import { templateProblems } from "./templates";

/** What Loki refuses of a stage, when it loads it or when it evaluates it. */
export function stageProblems(stage: Stage): readonly Problem[] {
  switch (stage.kind) {
    case "lineFilter":
      return stage.alternatives.flatMap((text) => lineTextProblems(stage, text));
    case "regexp":
      return regexpParserProblems(stage);
    case "pattern":
      return patternParserProblems(stage);
    case "json":
    case "logfmt":
      return pathProblems(stage);
    case "labelFilter":
      return addressProblems(stage.filter);
    case "lineFormat":
    case "labelFormat":
      return templateProblems(stage);
    default:
      return [];
  }
}
