import type { Block } from "../syntax";
import { exported, type RulesComponent, type TargetsComponent } from "./component";

/** @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.relabel/#rule */
export interface RelabelRule {
  readonly sourceLabels: readonly [string, ...string[]];
  /**
   * Joins the values of the source labels.
   * @default ";"
   */
  readonly separator?: string;
  /**
   * The regular expression (RE2) that the joined values must fully match.
   * @default "(.*)"
   */
  readonly regex?: string;
  readonly targetLabel: string;
  /**
   * The value of the target label. Write groups as ${1}: Alloy reads $1_ as a group named "1_", which is empty.
   * @default "$1"
   */
  readonly replacement?: string;
}

export interface DiscoveryRelabelProps {
  readonly targets: TargetsComponent;
  readonly rules: readonly RelabelRule[];
}

/** @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.relabel/ */
export function discoveryRelabel(label: string, { targets, rules }: DiscoveryRelabelProps): TargetsComponent {
  const name = "discovery.relabel";
  return {
    block: { name, label, attributes: { targets: targets.targets }, blocks: rules.map(relabelRule) },
    upstream: [targets],
    downstream: [],
    targets: exported(name, label, "output"),
  };
}

/**
 * Relabeling rules for a source to apply itself: its internal labels don't reach the next component.
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

function relabelRule(rule: RelabelRule): Block {
  return {
    name: "rule",
    attributes: {
      source_labels: rule.sourceLabels,
      ...(rule.separator !== undefined && { separator: rule.separator }),
      ...(rule.regex !== undefined && { regex: rule.regex }),
      target_label: rule.targetLabel,
      ...(rule.replacement !== undefined && { replacement: rule.replacement }),
    },
  };
}
