import {
  analyzeTemplate,
  type Execution,
  executeTemplate,
  goFloat,
  goString,
  type Node,
  stringMap,
  type TemplateAnalysis,
  type Value,
} from "../../go-template";
import { alertFunction, FUNCTION_NAMES } from "./functions";

/**
 * The variables that the ruler declares when it checks a file. At evaluation there is also $externalURL, but a file that
 * uses it doesn't load.
 * @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (testTemplateParsing)
 */
const VARIABLES = ["$labels", "$externalLabels", "$value"];

/** One series of an alert, at one evaluation. */
export interface AlertSample {
  readonly labels: Iterable<readonly [string, string]>;
  readonly value: number;
  /** In seconds. */
  readonly now: number;
}

/** Parses a label or annotation of an alert as the ruler does. */
export function analyzeAlertTemplate(text: string): TemplateAnalysis {
  return analyzeTemplate(text, { functions: FUNCTION_NAMES, variables: VARIABLES });
}

/**
 * Expands a label or annotation as the ruler does.
 * @returns the text and what fails in it; null if that can't be determined
 * @see https://github.com/prometheus/prometheus/blob/v3.12.0/rules/alerting.go (Eval)
 */
export function expandAlertTemplate(nodes: readonly Node[], { labels, value, now }: AlertSample): Execution | null {
  const series = stringMap(labels);
  const fields = new Map<string, Value>([
    ["Labels", series],
    ["ExternalLabels", NO_LABELS],
    ["ExternalURL", goString("")],
    ["Value", goFloat(value)],
  ]);
  const variables = new Map([
    ["$labels", series],
    ["$externalLabels", NO_LABELS],
    ["$value", goFloat(value)],
  ]);
  return executeTemplate(nodes, {
    functions: (name) => alertFunction(name, { now, queried: value }),
    data: { kind: "struct", type: DATA, fields },
    variables,
  });
}

const NO_LABELS = stringMap([]);

const DATA =
  "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }";
