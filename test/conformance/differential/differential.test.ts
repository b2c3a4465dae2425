/**
 * Compares the project's parsers with Loki's own packages over generated queries, rule files and templates.
 *
 *   npm run test:conformance -- differential
 *   DIFFERENTIAL_CASES=30000 DIFFERENTIAL_SEED=7 npm run test:conformance -- differential -t "rule files"
 *
 * A difference fails the test, which prints the shortest inputs of each kind. EXCEPTIONS lists those on purpose.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readRuleDirectory } from "../../../src/alerting/rule-directory";
import type { LabelEntry } from "../../../src/alerting/rule-file/fields";
import type { RuleFile } from "../../../src/alerting/rule-file/rule-file";
import { ruleChecks } from "../../../src/checks";
import { ruleEvaluation } from "../../../src/checks/rules/evaluation";
import { stack, withModel } from "../../checks/stacks";
import { describeWith, findTool } from "../../components/available";
import { inFolder } from "../../helpers/folder";
import { expressions } from "./expressions";
import { ask, sampling } from "./reference";
import { ruleFiles } from "./rule-files";
import { templates } from "./templates";

interface Difference {
  readonly input: string;
  /** Why it doesn't load, or null. */
  readonly loki: string | null;
  readonly ours: string | null;
  /** Whether Loki loads fewer rules than the file contains. */
  readonly drops?: boolean;
}

interface Exception {
  readonly why: string;
  excepts(difference: Difference): boolean;
}

const EXCEPTIONS: readonly Exception[] = [
  {
    why: "the ruler drops rules of the file, such as those after the first document",
    excepts: ({ loki, drops = false }) => loki === null && drops,
  },
  {
    why: "the decoder skips the value of a null key",
    excepts: ({ loki, input }) => loki === null && /^\s*(?:- )?(?:null|~)\s*:/m.test(input),
  },
  {
    why: "the ruler ignores all after the first document",
    excepts: ({ loki, ours }) =>
      loki === null && /^(a second document|text after the end of the groups)/.test(ours ?? ""),
  },
  {
    why: "the same, with bytes that aren't UTF-8 there",
    excepts: ({ loki, ours, input }) => loki === null && /^the byte/.test(ours ?? "") && /\n---/.test(input),
  },
  {
    why: "a ConfigMap contains text in UTF-8",
    excepts: ({ loki, input }) => loki === null && /^(\xff\xfe|\xfe\xff)/.test(input),
  },
  {
    why: "Loki disables variants, and panics on some of them",
    excepts: ({ input }) => /variants/i.test(input),
  },
];

/** The unexpected differences, the shortest inputs of each kind first. */
function unexpected(differences: readonly Difference[]): readonly Difference[] {
  const found = differences.filter((one) => !EXCEPTIONS.some((exception) => exception.excepts(one)));
  return [...found].sort((one, other) => one.input.length - other.input.length).slice(0, 20);
}

const isDifferent = ({ loki, ours }: Difference) => (loki === null) !== (ours === null);

interface Answer {
  readonly error: string;
}

/** A generated input as a rule file, with the file's content. */
interface Case {
  readonly input: string;
  readonly content: Buffer;
}

/** What the project makes of a case. */
interface Verdict {
  readonly file: RuleFile;
  /** The first finding that the ruler doesn't load it, or null. */
  readonly load: string | null;
  /** The first finding that it fails at every evaluation, or null. */
  readonly evaluation: string | null;
}

const LOAD = ruleChecks.filter(({ acceptable }) => acceptable === false);

/** Writes the cases to a rules directory, and checks it. @returns the verdicts, in the same order */
function verdictsOn(cases: readonly Case[]): readonly Verdict[] {
  return inFolder({}, (root) => {
    mkdirSync(join(root, "rules"));
    for (const [index, { content }] of cases.entries()) writeFileSync(join(root, "rules", nameOf(index)), content);
    const { files } = readRuleDirectory(root, "rules");
    const checked = withModel("alerting", (alerting) => ({ ...alerting, files }), stack());
    const load = firstFindings(LOAD.flatMap((check) => check.find(checked)));
    const evaluation = firstFindings(ruleEvaluation.find(checked));
    return files.map((file) => ({
      file,
      load: load.get(file.path) ?? null,
      evaluation: evaluation.get(file.path) ?? null,
    }));
  });
}

const nameOf = (index: number) => `${index}`.padStart(7, "0").concat(".yaml");

/** The first finding in each file. */
function firstFindings(
  findings: readonly { readonly setting: string; readonly got: string }[],
): ReadonlyMap<string, string> {
  return new Map([...findings].reverse().map(({ setting, got }) => [setting.replace(/: .*/s, ""), got]));
}

/** Characters to escape: YAML folds some of them. Surrogates stay, because its escapes can't contain them. */
const NOT_ASCII = /[\u007f-\ud7ff\ue000-\uffff]/g;
const escapeOf = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A rule file with one alert. */
function caseOf(input: string, rule: object): Case {
  const file = { groups: [{ name: "a", rules: [{ alert: "b", expr: "vector(1)", ...rule }] }] };
  return { input, content: Buffer.from(JSON.stringify(file).replace(NOT_ASCII, escapeOf)) };
}

function rulesQuestions(cases: readonly Case[]): readonly object[] {
  return cases.map(({ content }) => ({ ask: "rules", file: content.toString("base64") }));
}

describeWith("Loki's packages (LOKI_REFERENCE_BINARY)", findTool("loki-reference"), (reference) => {
  test("queries", () => {
    interface QueryAnswer extends Answer {
      readonly canonicalError?: string;
    }
    const cases = fc.sample(expressions, sampling).map((expr) => caseOf(expr, { expr }));
    const verdicts = verdictsOn(cases);
    const loading = ask<Answer>(reference, rulesQuestions(cases));
    const parsing = ask<QueryAnswer>(
      reference,
      cases.map(({ input }) => ({ ask: "query", query: input })),
    );
    const differences = cases.flatMap(({ input }, index): readonly Difference[] => {
      const { load = "no verdict", evaluation = null } = verdicts[index] ?? {};
      const loaded = { input, loki: (loading[index] ?? { error: "no answer" }).error || null, ours: load };
      // A rule is evaluated as Loki prints it.
      const { canonicalError = "" } = parsing[index] ?? {};
      const unreported = canonicalError !== "" && load === null && evaluation === null;
      return [
        ...(isDifferent(loaded) ? [loaded] : []),
        ...(unreported ? [{ input, loki: canonicalError, ours: null }] : []),
      ];
    });
    expect(unexpected(differences)).toEqual([]);
  });

  test("rule files", () => {
    interface RulesAnswer extends Answer {
      readonly groups?: readonly LoadedGroup[];
    }
    const cases = fc.sample(ruleFiles, sampling).map((content) => ({ input: content.toString("latin1"), content }));
    const verdicts = verdictsOn(cases);
    const answers = ask<RulesAnswer>(reference, rulesQuestions(cases));
    const differences = cases.flatMap(({ input }, index): readonly Difference[] => {
      const { error, groups = [] } = answers[index] ?? { error: "no answer" };
      const verdict = verdicts[index];
      const written = input.match(/\b(?:alert|record)\b/g)?.length ?? 0;
      const drops = groups.flatMap(({ Rules }) => Rules ?? []).length < written;
      const loading = { input, loki: error || null, ours: verdict === undefined ? "no verdict" : verdict.load, drops };
      if (isDifferent(loading)) return [loading];
      const [theirs, ours] = [groups.map(loaded), verdict?.file.groups.map(read)].map((each) => JSON.stringify(each));
      return loading.loki !== null || theirs === ours ? [] : [{ input, loki: theirs ?? null, ours: ours ?? null }];
    });
    expect(unexpected(differences)).toEqual([]);
  });

  test("templates", () => {
    const texts = fc.sample(templates, sampling);
    const cases = texts.map((text) => caseOf(text, { annotations: { c: text } }));
    const verdicts = verdictsOn(cases);
    const answers = ask<Answer>(reference, rulesQuestions(cases));
    const differences = texts.map((input, index) => {
      const { error } = answers[index] ?? { error: "no answer" };
      const { load = "no verdict" } = verdicts[index] ?? {};
      return { input, loki: error || null, ours: load };
    });
    expect(unexpected(differences.filter(isDifferent))).toEqual([]);
  });
});

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
  const rules = Rules.map(({ Alert, Record, Expr, Labels, Annotations }) => ({
    name: Alert || Record,
    expr: Expr,
    labels: Object.entries(Labels).sort(),
    annotations: Object.entries(Annotations).sort(),
  }));
  return { name: Name, rules };
}

function read({ name, rules }: RuleFile["groups"][number]): object {
  const texts = (entries: readonly LabelEntry[]) => entries.map((entry) => [entry.name, entry.text.value]).sort();
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
