import type { Block } from "../syntax/ast";

/** @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.relabel/#rule */
export interface RelabelRule {
  readonly sourceLabels: readonly [string, ...string[]];
  /**
   * What stands between the source labels' values.
   * @default ";"
   */
  readonly separator?: string;
  /**
   * What the joined values have to match as a whole (RE2).
   * @default "(.*)"
   */
  readonly regex?: string;
  readonly targetLabel: string;
  /**
   * The target's value. Groups are written ${1}: in $1_ Alloy would read the name of a group "1_", and find nothing.
   * @default "$1"
   */
  readonly replacement?: string;
}

export function relabelRule(rule: RelabelRule): Block {
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
