import type { V1LabelSelector } from "@kubernetes/client-node";
import { selectsLabels } from "../../src/kube/label-selector";

const LABELS = { app: "loki", tier: "logs" };

test.each<[V1LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: "loki" } }, true],
  [{ matchLabels: { app: "loki", tier: "web" } }, false],
  [{ matchExpressions: [{ key: "app", operator: "In", values: ["loki", "web"] }] }, true],
  [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["loki"] }] }, false],
  [{ matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] }, true],
  [{ matchExpressions: [{ key: "zone", operator: "Exists" }] }, false],
  [{ matchExpressions: [{ key: "zone", operator: "DoesNotExist" }] }, true],
])("with the selector %j: %p", (selector, expected) => {
  expect(selectsLabels(selector, LABELS)).toBe(expected);
});
