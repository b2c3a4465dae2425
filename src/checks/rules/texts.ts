import type { AlertText } from "../../alerting/rule-analysis";

/** The names of texts, such as "labels.team and annotations.summary". */
export function textsOf(texts: readonly AlertText[]): string {
  return texts.map(({ section, entry }) => `${section}.${entry.name}`).join(" and ");
}
