import type { LabelEntry } from "../../alerting/rule-file/fields";
import type { RuleFile } from "../../alerting/rule-file/rule-file";
import { Duration } from "../../units";
import type { LoadedRule } from "../loki/ruler";

/** Queries as Loki writes them, without those of which that isn't known. */
export type Queries = ReadonlyMap<string, string>;

/** What makes a rule the one that it is. */
export type Identity = Pick<LoadedRule, "file" | "group" | "name" | "query" | "seconds" | "labels" | "annotations">;

const SECOND = Duration.seconds(1);

export function synthesized(files: readonly Pick<RuleFile, "name" | "groups">[]): readonly Identity[] {
  return files.flatMap(({ name: file, groups }) =>
    groups.flatMap(({ name: group, rules }) =>
      rules.map((rule) => ({
        file,
        group,
        name: rule.name,
        query: rule.expr.value,
        seconds: rule.for?.duration.dividedBy(SECOND) ?? 0,
        labels: textsOf(rule.labels),
        annotations: textsOf(rule.annotations),
      })),
    ),
  );
}

function textsOf(entries: readonly LabelEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text.value]));
}

/** Whether the ruler has loaded a rule as it is written. A loaded one has its group's labels, too. */
export function isSame(written: Identity, loaded: Identity, queries: Queries): boolean {
  return (
    written.file === loaded.file &&
    written.group === loaded.group &&
    written.name === loaded.name &&
    written.seconds === loaded.seconds &&
    has(loaded.labels, written.labels) &&
    has(loaded.annotations, written.annotations) &&
    isSameQuery(written.query, loaded.query, queries)
  );
}

function has(texts: Identity["labels"], expected: Identity["labels"]): boolean {
  return Object.entries(expected).every(([name, text]) => (texts[name] ?? "") === text);
}

/** Where Loki can't read its own notation, a rule isn't blamed for it. */
function isSameQuery(written: string, loaded: string, queries: Queries): boolean {
  const [one, other] = [queries.get(written), queries.get(loaded)];
  return one === undefined || other === undefined || one === other;
}
