import type { YamlError } from "../../go-yaml";
import type { RuleFileProblem, SourceText } from "./located-text";
import { lineAbove, type Mistake, yamlLine } from "./mistake";

import { CAUSES } from "./yaml-causes";
import { BY_KIND, wrongIndentation } from "./yaml-kinds";

/** Describes an error of the YAML parser in the words of the file's author. */
export function yamlProblem(error: YamlError, source: SourceText): RuleFileProblem {
  const location = source.location(error.from, error.to);
  const line = yamlLine(source, location.line);
  const start = yamlLine(source, source.location(error.start, error.start).line);
  const char = source.text[error.from] ?? "";
  const mistake = { error, source, line, start, char, above: lineAbove(source, location.line) };
  for (const explain of [...CAUSES, (one: Mistake) => BY_KIND[error.kind](one)]) {
    const explanation = explain(mistake);
    if (explanation !== null) return { location, ...explanation };
  }
  return { location, ...wrongIndentation(mistake) };
}
