import { analyzeTemplate, type Reference, type TemplateAnalysis } from "../../go-template";
import type { LabelEntry, Rule } from "../rule-file/rule-file";

/**
 * The functions of an alert's templates, beside Go's own.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
const FUNCTIONS = `query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink
  tableLink sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage
  humanizeTimestamp toTime toDuration now pathPrefix externalURL parseDuration urlQueryEscape tmpl`.split(/\s+/);

const VARIABLES = ["$labels", "$externalLabels", "$value"];

/** A label or annotation of an alert as the template that it is. */
export interface AlertText {
  readonly entry: LabelEntry;
  readonly template: TemplateAnalysis;
}

/** The templates of an alert; a recording rule has none, and its labels are taken as they are. */
export function alertTexts({ kind, labels, annotations }: Rule): readonly AlertText[] {
  if (kind === "record") return [];
  return [...labels, ...annotations].map((entry) => ({
    entry,
    template: analyzeTemplate(entry.text.value, { functions: FUNCTIONS, variables: VARIABLES }),
  }));
}

/** The label of the alert's series that a template reads, or null where it reads something else. */
export function readLabel({ root, path }: Reference): string | null {
  const [first, second] = path;
  if (root === "$labels") return first ?? null;
  return (root === "." || root === "$") && first === "Labels" ? (second ?? null) : null;
}
