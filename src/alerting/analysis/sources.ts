import type { SourceContract, SourceLabel } from "../../alloy/source-contracts";
import { LabelSet, type Lines, type Matcher, matches, type Selection } from "../../logql";

/** Whether lines of a source may satisfy every matcher of a selection. */
export function mayFeed({ labels }: SourceContract, { matchers }: Selection): boolean {
  return (
    agree(matchers) &&
    matchers.every((matcher) =>
      maySatisfy(
        labels.find(({ name }) => name === matcher.label.name),
        matcher,
      ),
    )
  );
}

/** Whether a value that one matcher asks for is one that the others of its label take. */
function agree(matchers: readonly Matcher[]): boolean {
  return matchers.every(
    (one) =>
      one.operator !== "=" ||
      matchers.every((other) => other.label.name !== one.label.name || matches(other, one.value.value)),
  );
}

/** Of a label with many values one that satisfies the matcher may be among them, but for the empty one. */
export function maySatisfy(label: SourceLabel | undefined, matcher: Matcher): boolean {
  if (label?.value != null) return matches(matcher, label.value);
  if (label?.always !== true && matches(matcher, "")) return true;
  return label !== undefined && !(matcher.operator === "=" && matcher.value.value === "");
}

/** What is known of the lines of some sources; without any, nothing. */
export function linesOf(sources: readonly SourceContract[]): Lines {
  if (sources.length === 0) return { labels: LabelSet.any, fields: null };
  const names = sources.flatMap(({ labels, metadata }) => [...labels.map(({ name }) => name), ...metadata]);
  const fields = sources.flatMap((source) => source.fields ?? []);
  return { labels: new LabelSet(names), fields: sources.every((source) => source.fields !== null) ? fields : null };
}
