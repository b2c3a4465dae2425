import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../test/helpers/example";
import type { Results } from "../results";
import { plotsOf } from "./plots";
import {
  chunkRows,
  loadRows,
  markdownTable,
  partRows,
  queryRows,
  settingRows,
  speedRows,
  textTable,
  writtenRows,
} from "./tables";
import { answers, caveats, example, limits, method, operations, reasons, restartText, title } from "./text";

const FOLDER = "benchmarks";

/** Writes docs/benchmarks.md and its plots. */
export function writeDocs(results: Results): void {
  const docs = join(PROJECT, "docs");
  const plots = plotsOf(results.loads);
  mkdirSync(join(docs, FOLDER), { recursive: true });
  for (const { name, svg } of plots) writeFileSync(join(docs, FOLDER, `${name}.svg`), svg);
  writeFileSync(join(docs, `${FOLDER}.md`), page(results, FOLDER));
}

/** Returns docs/benchmarks.md. @param folder the folder of the plots, relative to the page */
export function page(results: Results, folder: string): string {
  const { loads, speeds, queries, restart } = results;
  const plot = (name: string, alternative: string) => `![${alternative}](${folder}/${name}.svg)`;
  return `${[
    "# Disk writes by tuning",
    `${title(results)}. \`npm run bench:loki -- --write-docs\` generated this page: all its figures are from that run.`,
    list(answers(loads)),
    `${example(loads)} ${operations(loads)}`,
    plot("written", "bytes written a day, by load and tuning"),
    "## Method",
    markdownTable(settingRows()),
    ...method(results),
    "## Results",
    markdownTable(loadRows(loads)),
    markdownTable(writtenRows(loads)),
    plot("by-text", "bytes written a day against bytes of text"),
    "## Reasons",
    ...reasons(loads),
    plot("parts", "the parts of the bytes that the chart writes"),
    markdownTable(partRows(loads)),
    markdownTable(chunkRows(loads)),
    ...(speeds.length > 1 ? ["## One load at several speeds", markdownTable(speedRows(speeds))] : []),
    "## Queries and restarts with a day in memory",
    markdownTable(queryRows(queries)),
    restartText(restart),
    "## Limits of this benchmark",
    list(limits(results)),
  ].join("\n\n")}\n`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Formats the results for the terminal. */
export function report(results: Results): string {
  const { loads, speeds, queries, restart } = results;
  return [
    title(results),
    textTable(loadRows(loads)),
    textTable(writtenRows(loads)),
    textTable(partRows(loads)),
    textTable(chunkRows(loads)),
    ...(speeds.length > 1 ? [textTable(speedRows(speeds))] : []),
    textTable(queryRows(queries)),
    restartText(restart),
    ...caveats(loads),
  ].join("\n\n");
}
