import { filled } from "../cause";
import type { Fault } from "../outcome";
import type { Result } from "../result";
import { figureOf } from "./figure";
import type { Colours } from "./terminal";

const INDENTATION = "    ";

/** A line for each link, and what there is to say below those that are wrong. */
export function resultLines(results: readonly Result[], colours: Colours): readonly string[] {
  const reached = results.filter(({ outcome }) => outcome.status !== "not-reached");
  const width = Math.max(...reached.map(({ title }) => title.length));
  return [...reached.flatMap((result) => linesOf(result, width, colours)), ...notReached(results, colours)];
}

function linesOf(result: Result, width: number, colours: Colours): readonly string[] {
  const { title, outcome } = result;
  const seconds = colours.faint(`${result.seconds.toFixed(1)} s`);
  const seen = `${title.padEnd(width)}  ${figureOf(result)}`;
  switch (outcome.status) {
    case "holds":
      return [`${colours.good("✔")} ${seen}  ${seconds}`, ...outcome.notes.map((note) => `${INDENTATION}${note}`)];
    case "broken":
      return [`${colours.bad(`✖ ${title}`)}  ${seconds}`, ...fault(outcome, colours)];
    case "doubtful":
      return [`${colours.doubtful(`! ${title}`)}  ${seconds}`, ...fault(outcome, colours)];
    case "not-deployed":
      return [`${colours.doubtful("○")} ${seen}  ${seconds}`];
    default:
      return [colours.faint(`- ${seen}`)];
  }
}

function fault({ found, expected, causes, names }: Fault, colours: Colours): readonly string[] {
  return [
    `found   ${found}`,
    `expected  ${expected}`,
    ...causes.flatMap((cause, index) => {
      const { cause: why, next } = filled(cause, names);
      return [`${index === 0 ? "likely" : "or"}`.padEnd(8) + why, `${" ".repeat(8)}→ ${colours.strong(next)}`];
    }),
  ].map((line) => `${INDENTATION}${line}`);
}

/** One line for all that lies behind the same link: they have nothing to say of their own. */
function notReached(results: readonly Result[], colours: Colours): readonly string[] {
  const hidden = results.flatMap(({ id, outcome }) =>
    outcome.status === "not-reached" ? [{ id, behind: outcome.behind }] : [],
  );
  return [...new Set(hidden.map(({ behind }) => behind))].map((root) => {
    const ids = hidden.filter(({ behind }) => behind === root).map(({ id }) => id);
    return colours.faint(`- not reached, behind ${root}: ${ids.join(", ")}`);
  });
}
