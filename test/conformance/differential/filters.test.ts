/**
 * Compares the findings about filters with the lines that Loki's own packages pass. A finding about a filter that lines
 * pass would refuse a rule that works: DIFFERENTIAL_CASES=30000 npm run test:conformance -- differential/filters
 */
import fc from "fast-check";
import { stringify } from "yaml";
import { readRuleFile } from "../../../src/alerting/rule-file/rule-file";
import { ruleContradiction } from "../../../src/checks/rules/contradiction";
import { ruleFilter } from "../../../src/checks/rules/filter";
import { stack, withModel } from "../../checks/stacks";
import { describeWith, findTool } from "../../components/available";
import { type Filtering, filterings } from "./filters";
import { ask, sampling } from "./reference";

interface Answer {
  readonly error: string;
  readonly lines?: readonly ({ readonly labels: Readonly<Record<string, string>> } | null)[] | null;
}

/** The finding about each query, or null. */
function findings(inputs: readonly Filtering[]): readonly (string | null)[] {
  const rules = inputs.map(({ query }, index) => ({
    record: `test:${index}`,
    expr: `sum(count_over_time(${query} [5m]))`,
  }));
  const file = readRuleFile("rules/a.yaml", "a.yaml", stringify({ groups: [{ name: "test", rules }] }));
  const tested = withModel("alerting", (alerting) => ({ ...alerting, files: [file] }), stack());
  const found = [ruleFilter, ruleContradiction].flatMap((check) => check.find(tested));
  const byRule = new Map(found.map(({ setting, got }) => [setting, got]));
  return inputs.map((_, index) => byRule.get(`rules/a.yaml: test:${index}`) ?? null);
}

/** A metric query fails if a line with an error passes. */
function passes({ lines }: Answer): boolean {
  return (lines ?? []).some((line) => line !== null && !("__error__" in line.labels));
}

describeWith("Loki's packages (LOKI_REFERENCE_BINARY)", findTool("loki-reference"), (reference) => {
  test("filtered lines", () => {
    const inputs = fc.sample(filterings, sampling);
    const found = findings(inputs);
    const answers = ask<Answer>(
      reference,
      inputs.map(({ query, stream }, id) => ({ id, ask: "pipeline", query, streams: [stream] })),
    );
    const wrong = inputs.flatMap(({ query, stream }, index) => {
      const answer = answers[index];
      if (answer === undefined || answer.error !== "" || found[index] === null || !passes(answer)) return [];
      const at = (answer.lines ?? []).findIndex((line) => line !== null && !("__error__" in line.labels));
      return [{ query, finding: found[index], line: stream.entries[at] }];
    });
    expect(wrong.sort((a, b) => a.query.length - b.query.length).slice(0, 20)).toEqual([]);
    expect(answers.filter(({ error }) => error === "").length).toBeGreaterThan(inputs.length / 2);
    expect(found.filter((finding) => finding !== null).length).toBeGreaterThan(inputs.length / 10);
  });
});
