import { exported, type RulesComponent } from "./component";
import { type RelabelRule, relabelRule } from "./relabel-rule";

/**
 * Rules that a source applies itself, to labels that only it sees.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.relabel/
 */
export function lokiRelabelRules(label: string, rules: readonly RelabelRule[]): RulesComponent {
  const name = "loki.relabel";
  return {
    block: { name, label, attributes: { forward_to: [] }, blocks: rules.map(relabelRule) },
    upstream: [],
    downstream: [],
    rules: exported(name, label, "rules"),
  };
}
