import { quoted } from "../../settings/messages";
import { Fields } from "./fields";
import type { RuleNode } from "./node";
import type { FormProblem, Rule } from "./rule-file";

const RULE_KEYS = ["alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"];

/** @see https://github.com/prometheus/common/blob/v0.67.5/model/metric.go (LegacyValidation) */
const ANNOTATION_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LABEL_NAME = /^(?!__name__$)[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** One rule, where it has a name and an expression, whatever else is wrong with it. */
export function readRule(node: RuleNode, problems: FormProblem[]): readonly Rule[] {
  const entries = node.entries();
  if (entries === null) return refused(problems, node, "a rule that is no mapping");
  const unnamed = new Fields(entries, "a rule", problems);
  for (const key of ["alert", "record", "expr"]) unnamed.refuseNonText(key);
  const kind = unnamed.text("alert") === null ? "record" : "alert";
  const title = unnamed.text(kind);
  if (title === null) return refused(problems, node, "a rule with neither alert nor record");
  const fields = new Fields(entries, `rule "${title.value}"`, problems);
  fields.refuseOthers(RULE_KEYS);
  fields.duration("keep_firing_for");
  const rest = {
    for: fields.duration("for"),
    labels: fields.texts("labels", LABEL_NAME),
    annotations: fields.texts("annotations", ANNOTATION_NAME),
  };
  const rule = { kind, name: title.value, title, ...rest } as const;
  refuseMixture(rule, fields);
  const expr = fields.text("expr");
  if (expr !== null) return [{ ...rule, expr }];
  fields.report(title, `rule "${title.value}" without expr`, "write the query under expr");
  return [];
}

/** @see https://github.com/grafana/loki/blob/v3.7.8/pkg/ruler/compat.go (validateRule) */
function refuseMixture(rule: Omit<Rule, "expr">, fields: Fields): void {
  const owner = `rule "${rule.name}"`;
  if (rule.kind === "alert") {
    const record = fields.text("record");
    if (record !== null) fields.report(record, `${owner} with both alert and record`, "make two rules of it");
    return;
  }
  if (!METRIC_NAME.test(rule.name)) {
    const remedy = "use letters, digits, underscores and colons, such as level:errors:rate5m";
    fields.report(rule.title, `a recording rule named ${quoted(rule.name)}`, remedy);
  }
  const [annotation] = rule.annotations;
  if (annotation !== undefined) {
    fields.report(
      annotation.title,
      `recording ${owner} with annotations`,
      "take them away: nobody is told of its series",
    );
  }
  if (rule.for !== null && rule.for.duration.toSeconds() > 0) {
    fields.report(rule.for.text, `recording ${owner} with for`, "take it away: a recording rule waits for nothing");
  }
}

function refused(problems: FormProblem[], node: RuleNode, got: string): readonly [] {
  const remedy = "a rule has alert (or record), the name, and expr, the query";
  problems.push({ location: node.text().location(), got, remedy });
  return [];
}
