import type { Texts } from "../../alerting/rule-fixture";

/** The streams of pods that write steadily. */
export function podsOf(namespace: string, count = 20): readonly Texts[] {
  return Array.from({ length: count }, (_, index) => ({ namespace, pod: `${namespace}-${index}`, container: "web" }));
}
