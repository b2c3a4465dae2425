/**
 * The lines in which Loki tells a rule's query: one of each place that logs it. The ruler alone names the rule; the
 * others have the same hash.
 * @param log all that Loki has logged
 */
export function ownLines(log: string, rule: string): readonly string[] {
  const lines = log.split("\n").filter((line) => line.includes(' query="'));
  const evaluating = lines.find((line) => line.includes(` rule_name=${rule} `));
  const [hash] = / query_hash=\d+ /.exec(evaluating ?? "") ?? [];
  const about = hash === undefined ? [] : lines.filter((line) => line.includes(hash));
  return [...new Map(about.map((line) => [callerOf(line), line])).values()];
}

function callerOf(line: string): string {
  return /caller=(\S+)/.exec(line)?.[1] ?? "";
}
