/**
 * Compares the project's parsers with Loki's own packages over generated queries, rule files and templates.
 *
 *   npm run test:conformance -- differential
 *   DIFFERENTIAL_CASES=30000 DIFFERENTIAL_SEED=7 npm run test:conformance -- differential -t "rule files"
 *
 * A difference fails the test, which prints the shortest inputs of each kind. DELIBERATE lists the exceptions.
 */
import fc from "fast-check";
import { analyzedRules, type RuleAnalysis } from "../../../src/alerting/rule-analysis";
import { type Rule, type RuleFile, readRuleFile } from "../../../src/alerting/rule-file/rule-file";
import { parse } from "../../../src/logql";
import { withFiles } from "../../checks/rules/rules";
import { describeWith, findTool } from "../../components/available";
import { expressions } from "./expressions";
import { ask, sampling } from "./reference";
import { ruleFiles } from "./rule-files";
import { templates } from "./templates";

interface Difference {
  readonly input: string;
  /** Why it doesn't load, or null. */
  readonly loki: string | null;
  readonly ours: string | null;
}

interface Exception {
  readonly why: string;
  excepts(difference: Difference): boolean;
}

/** Inputs that we reject on purpose although Loki loads them. */
const DELIBERATE: readonly Exception[] = [
  {
    why: "the ruler ignores the second document, and its rules never fire",
    excepts: ({ loki, ours }) => loki === null && /^a second document/.test(ours ?? ""),
  },
  {
    why: "Loki disables variants, and panics on some of them",
    excepts: ({ input }) => /variants/i.test(input),
  },
];

/** Differences that are not yet fixed. */
const KNOWN: readonly Exception[] = [
  {
    why: "empty lists, null groups and rules load",
    excepts: ({ loki, ours }) =>
      loki === null &&
      /^(no rule groups|a rule that isn't|group .* without a list|a document that|a group without)/.test(ours ?? ""),
  },
  {
    why: "YAML that go-yaml rejects",
    excepts: ({ loki, ours }) => ours === null && /yaml: |groupname: /.test(loki ?? ""),
  },
  {
    why: "YAML that only the yaml package rejects",
    excepts: ({ loki, ours }) =>
      loki === null && /^(Missing closing|Block collection|group ".*" with an unknown key)/.test(ours ?? ""),
  },
  {
    why: "texts that the yaml package reads differently",
    excepts: ({ loki, ours }) => loki === "loads other values" && ours === "loads other values",
  },
];

/** The unexpected differences, the shortest inputs of each kind first. */
function unexpected(differences: readonly Difference[]): readonly Difference[] {
  const exceptions = [...DELIBERATE, ...KNOWN];
  const found = differences.filter((one) => !exceptions.some((exception) => exception.excepts(one)));
  return [...found].sort((one, other) => one.input.length - other.input.length).slice(0, 20);
}

const isDifferent = ({ loki, ours }: Difference) => (loki === null) !== (ours === null);

interface Answer {
  readonly error: string;
}

const errorOf = ({ error }: Answer) => (error === "" ? null : error);

/** Why the project refuses a rule, or null. */
function refusalOf({ problems, texts }: RuleAnalysis): string | null {
  const [problem] = problems.filter(({ phase }) => phase === "load");
  const [template] = texts.flatMap(({ template: { problem: invalid } }) => (invalid === null ? [] : [invalid]));
  return problem?.got ?? template?.got ?? null;
}

describeWith("Loki's packages (LOKI_REFERENCE_BINARY)", findTool("loki-reference"), (reference) => {
  test("queries", () => {
    interface QueryAnswer extends Answer {
      readonly canonicalError: string;
    }
    const queries = fc.sample(expressions, sampling);
    const answers = ask<QueryAnswer>(
      reference,
      queries.map((query) => ({ ask: "query", query })),
    );
    const differences = queries.flatMap((input, index): readonly Difference[] => {
      const answer = answers[index] ?? { error: "no answer", canonicalError: "" };
      const { problems } = parse(input);
      const load = { input, loki: errorOf(answer), ours: problems.find(({ phase }) => phase === "load")?.got ?? null };
      // A rule is evaluated as Loki prints it.
      const evaluation = { input, loki: answer.canonicalError || null, ours: problems[0]?.got ?? null };
      const unreported = evaluation.loki !== null && evaluation.ours === null;
      return [...(isDifferent(load) ? [load] : []), ...(unreported ? [evaluation] : [])];
    });
    expect(unexpected(differences)).toEqual([]);
  });

  test("rule files", () => {
    interface RulesAnswer extends Answer {
      readonly groups: readonly LoadedGroup[];
    }
    const files = fc.sample(ruleFiles, sampling);
    const answers = ask<RulesAnswer>(
      reference,
      files.map((file) => ({ ask: "rules", file: file.toString("base64") })),
    );
    const differences = files.flatMap((file, index): readonly Difference[] => {
      const answer = answers[index] ?? { error: "no answer", groups: [] };
      const read = readRuleFile("rules/a.yaml", "a.yaml", file.toString("utf8"));
      const input = file.toString("latin1");
      const verdict = { input, loki: errorOf(answer), ours: refusalOfFile(read) };
      if (isDifferent(verdict)) return [verdict];
      const same =
        verdict.loki !== null || JSON.stringify(answer.groups.map(loaded)) === JSON.stringify(read.groups.map(ours));
      return same ? [] : [{ input, loki: "loads other values", ours: "loads other values" }];
    });
    expect(unexpected(differences)).toEqual([]);
  });

  test("templates", () => {
    const texts = fc.sample(templates, sampling);
    const named = texts.map((text, index) => ({ name: `${index}`.padStart(7, "0"), text }));
    const written = named.map(({ name, text }) => [`${name}.yaml`, alertWith(text)] as const);
    const answers = ask<Answer>(
      reference,
      written.map(([, file]) => ({ ask: "rules", file: Buffer.from(file).toString("base64") })),
    );
    const rules = analyzedRules(withFiles(Object.fromEntries(written)).model);
    const refusals = new Map(rules.map((rule) => [rule.file.name, refusalOf(rule)]));
    const differences = written.map(([name], index) => ({
      input: texts[index] ?? "",
      loki: errorOf(answers[index] ?? { error: "no answer" }),
      ours: refusals.get(name) ?? null,
    }));
    expect(rules).toHaveLength(texts.length);
    expect(unexpected(differences.filter(isDifferent))).toEqual([]);
  });
});

function alertWith(text: string): string {
  return JSON.stringify({
    groups: [{ name: "a", rules: [{ alert: "b", expr: "vector(1)", annotations: { c: text } }] }],
  });
}

function refusalOfFile(file: RuleFile): string | null {
  const [problem] = file.problems;
  if (problem !== undefined) return problem.got;
  const rules = analyzedRules(withFiles({ [file.name]: file.text }).model);
  return rules.map(refusalOf).find((refusal) => refusal !== null) ?? null;
}

/** A group as Loki's packages print it in JSON. */
interface LoadedGroup {
  readonly Name: string;
  readonly Rules: readonly {
    readonly Alert: string;
    readonly Record: string;
    readonly Expr: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly Annotations: Readonly<Record<string, string>>;
  }[];
}

function loaded({ Name, Rules }: LoadedGroup): object {
  return {
    name: Name,
    rules: Rules.map(({ Alert, Record, Expr, Labels, Annotations }) => ({
      name: Alert || Record,
      expr: Expr,
      labels: Object.entries(Labels).sort(),
      annotations: Object.entries(Annotations).sort(),
    })),
  };
}

function ours({ name, rules }: RuleFile["groups"][number]): object {
  const texts = (entries: Rule["labels"]) => entries.map((entry) => [entry.name, entry.text.value]).sort();
  return {
    name,
    rules: rules.map((rule) => ({
      name: rule.name,
      expr: rule.expr.value,
      labels: texts(rule.labels),
      annotations: texts(rule.annotations),
    })),
  };
}
