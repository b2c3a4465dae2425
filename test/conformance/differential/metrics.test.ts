/**
 * Compares what the project predicts about a metric query, its values and its labels, with what Loki's own packages return.
 * A wrong prediction would refuse a rule that works: DIFFERENTIAL_CASES=30000 npm run test:conformance -- differential
 */
import fc from "fast-check";
import {
  LabelSet,
  type Metric,
  matches,
  type PossibleValues,
  parse,
  possibleValues,
  type SeriesLabels,
  seriesLabels,
} from "../../../src/logql";
import { describeWith, findTool } from "../../components/available";
import { evaluations } from "./metrics";
import { ask, sampling } from "./reference";

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

interface Answer {
  readonly error: string;
  readonly series?: readonly Series[] | null;
}

interface Prediction {
  readonly values: PossibleValues;
  readonly labels: SeriesLabels;
}

/** Every line has a namespace and a pod, and logfmt finds level and code. */
const LINES = { labels: new LabelSet(["namespace", "pod"]), fields: ["level", "code"], always: ["namespace", "pod"] };

function predict(query: string, metric: Metric): Prediction {
  const seriesOf = seriesLabels(() => LINES);
  return { values: possibleValues(query, seriesOf)(metric), labels: seriesOf(metric) };
}

function metricOf(query: string): Metric | null {
  const { expression, problems } = parse(query);
  if (expression === null || expression.kind === "logQuery" || expression.kind === "variants") return null;
  return problems.length > 0 ? null : expression;
}

/** What is wrong with a prediction, or null. */
function mistake({ values, labels }: Prediction, series: readonly Series[]): string | null {
  if (values.total && series.length === 0) return "a series always exists, but there is none";
  const wrong = series.find(({ value }) => !isPossible(values, Number(value.replace("Inf", "Infinity"))));
  if (wrong !== undefined) return `the value ${wrong.value}`;
  const other = series.find((one) => !hasLabels(labels, one));
  return other === undefined ? null : `the labels ${JSON.stringify(other.labels)}`;
}

/** Loki adds in another order, so the last digits may differ. */
function isPossible({ parts }: PossibleValues, value: number): boolean {
  if (Number.isNaN(value)) return parts.some(({ values }) => values.nan);
  const margin = Number.isFinite(value) ? 1e-9 * Math.max(1, Math.abs(value)) : 0;
  return parts.some(({ values: { low, high } }) => value >= low - margin && value <= high + margin);
}

function hasLabels({ possible, certain }: SeriesLabels, { labels }: Series): boolean {
  return (
    Object.keys(labels).every((name) => possible.mayHave(name)) &&
    [...certain].every(
      ([name, matchers]) => matchers.every((one) => matches(one, labels[name] ?? "")) && (labels[name] ?? "") !== "",
    )
  );
}

describeWith("Loki's packages (LOKI_REFERENCE_BINARY)", findTool("loki-reference"), (reference) => {
  test("evaluated metric queries", () => {
    const inputs = fc.sample(evaluations, sampling).flatMap(({ query, streams }) => {
      const metric = metricOf(query);
      return metric === null ? [] : [{ query, streams, prediction: predict(query, metric) }];
    });
    const answers = ask<Answer>(
      reference,
      inputs.map(({ query, streams }) => ({ ask: "evaluate", query, streams })),
    );
    const mistakes = inputs.flatMap(({ query, streams, prediction }, index) => {
      const { error, series } = answers[index] ?? { error: "no answer" };
      const wrong = error === "" ? mistake(prediction, series ?? []) : null;
      return wrong === null ? [] : [{ wrong, query, streams: JSON.stringify(streams) }];
    });
    expect(mistakes.sort((one, other) => one.query.length - other.query.length).slice(0, 10)).toEqual([]);
    expect(answers.filter(({ error, series }) => error === "" && (series ?? []).length > 0).length).toBeGreaterThan(
      inputs.length / 10,
    );
  });
});
