/**
 * Compares what the project expands the texts of alerts to with what Prometheus' template package in Loki makes of them:
 * DIFFERENTIAL_CASES=30000 npm run test:conformance -- differential
 */
import fc from "fast-check";
import { analyzeAlertTemplate, expandAlertTemplate } from "../../../src/alerting/alert-template/expand";
import { EXPANDED, FAILING, LABELS, NOW, PRINTING, VALUE } from "../../alerting/alert-templates";
import { describeWith, findTool } from "../../components/available";
import { expansions } from "./expansions";
import { ask, sampling } from "./reference";

interface Answer {
  readonly error: string;
  readonly text: string;
}

/** The text, an error in its words, or null if the project doesn't reproduce the template. */
type Result = { readonly text: string } | { readonly error: string } | null;

function expand(template: string): Result {
  const { nodes, problem } = analyzeAlertTemplate(template);
  if (problem !== null) return { error: problem.got };
  const execution = expandAlertTemplate(nodes, { labels: Object.entries(LABELS), value: VALUE, now: NOW });
  if (execution === null) return null;
  return execution.fails ? { error: execution.faults.map(({ message }) => message).join() } : { text: execution.text };
}

function isSame(ours: Result, { error, text }: Answer): boolean {
  if (ours === null) return true;
  return "error" in ours ? error !== "" : error === "" && ours.text === text;
}

describeWith("Loki's packages (LOKI_REFERENCE_BINARY)", findTool("loki-reference"), (reference) => {
  const answersTo = (templates: readonly string[]) =>
    ask<Answer>(
      reference,
      templates.map((template, id) => ({
        id,
        ask: "template",
        template,
        labels: LABELS,
        value: VALUE,
        externalLabels: {},
      })),
    );

  test("expanded generated texts of alerts", () => {
    const templates = fc.sample(expansions, sampling);
    const answers = answersTo(templates);
    const pairs = templates.map((template, index) => ({ template, ours: expand(template), loki: answers[index] }));
    const different = pairs.filter(({ ours, loki }) => loki === undefined || !isSame(ours, loki));
    expect(different).toEqual([]);
    // Otherwise the comparison proves little.
    expect(pairs.filter(({ ours }) => ours === null).length).toBeLessThan(templates.length / 20);
    expect(pairs.filter(({ ours }) => ours !== null && "text" in ours).length).toBeGreaterThan(templates.length / 5);
  });

  // In a template, the query returns 1, and the project's tests return the alert's value.
  const known = [...EXPANDED, ...PRINTING, ...FAILING].filter(([template]) => !template.includes("query"));

  test("expanded the texts of the unit tests", () => {
    const answers = answersTo(known.map(([template]) => template));
    const different = known.flatMap(([template], index) => {
      const loki = answers[index];
      const ours = expand(template);
      return loki !== undefined && isSame(ours, loki) ? [] : [{ template, ours, loki }];
    });
    expect(different).toEqual([]);
  });
});
