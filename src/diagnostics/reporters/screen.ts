import type { Inspection, Seen } from "../inspection";
import { firstFailure } from "../result";
import { resultLines } from "./result-lines";
import type { Colours } from "./terminal";
import { verdict } from "./verdict";

/** What was seen, for a person: clusters under their names where there are several. */
export function screen(
  inspection: Pick<Inspection<never>, "success">,
  seen: readonly Seen[],
  colours: Colours,
): string {
  return seen
    .map((one) => {
      const heading = seen.length === 1 ? [] : [colours.strong(`${one.context} (${one.server})`), ""];
      return [...heading, ...resultLines(one.results, colours), "", lastLine(inspection, one, colours)].join("\n");
    })
    .join("\n\n\n");
}

function lastLine(inspection: Pick<Inspection<never>, "success">, { results }: Seen, colours: Colours): string {
  const status = firstFailure(results)?.outcome.status;
  const paint = { broken: colours.bad, "not-deployed": colours.doubtful, good: colours.good };
  return paint[status === "broken" || status === "not-deployed" ? status : "good"](verdict(inspection, results));
}
