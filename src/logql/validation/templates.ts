import { parseTemplate } from "../../go-template/template";
import { FORMAT_FUNCTIONS } from "../format-functions";
import type { Problem } from "../problem";
import type { LabelFormat, LineFormat } from "../tree/stage";
import type { Name, Text } from "../tree/text";

/** What keeps Loki from evaluating a stage with templates; it doesn't look at them before. */
export function templateProblems(stage: LineFormat | LabelFormat): readonly Problem[] {
  if (stage.kind === "lineFormat") return textProblems(stage.template);
  return [
    ...stage.formats.flatMap(({ from }) => (from.kind === "text" ? textProblems(from) : [])),
    ...unformattable(stage),
  ];
}

function textProblems(text: Text): readonly Problem[] {
  const { problem } = parseTemplate(text.value, FORMAT_FUNCTIONS, []);
  if (problem === null) return [];
  return [refused(text, problem.got, "a template as Go reads it", problem.remedy)];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/logql/log/fmt.go (validate) */
function unformattable({ formats }: LabelFormat): readonly Problem[] {
  const names = formats.map(({ label }) => label.name);
  return formats.flatMap(({ label }, index) => {
    if (label.name === "__error__") {
      return [refused(label, "__error__ formatted", "a label that Loki doesn't write itself", "name another label")];
    }
    if (names.indexOf(label.name) === index) return [];
    return [
      refused(label, `"${label.name}" twice in one label_format`, "each label once", "use a second label_format"),
    ];
  });
}

function refused({ from, to }: Name | Text, got: string, expected: string, remedy: string): Problem {
  return { kind: "template", moment: "evaluation", from, to, got, expected, remedy };
}
