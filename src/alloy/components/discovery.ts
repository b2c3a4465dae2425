import type { Expression } from "../syntax/ast";
import { exported, type TargetsComponent } from "./component";
import { type RelabelRule, relabelRule } from "./relabel-rule";

/**
 * The pods of one node. Without the selector every agent would watch every pod of the cluster.
 * @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.kubernetes/
 */
export function discoveryKubernetesPods(label: string, props: { readonly field: Expression }): TargetsComponent {
  const name = "discovery.kubernetes";
  return {
    block: {
      name,
      label,
      attributes: { role: "pod" },
      blocks: [{ name: "selectors", attributes: { role: "pod", field: props.field } }],
    },
    upstream: [],
    downstream: [],
    targets: exported(name, label, "targets"),
  };
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
