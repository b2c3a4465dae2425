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
import { answers, example, limits, method, operations, reasons, replayText, reservations, title } from "./text";

/** docs/benchmarks.md. @param folder where its plots are, beside it */
export function page(results: Results, folder: string): string {
  const { races, speeds, queried, killed } = results;
  const plot = (name: string, says: string) => `![${says}](${folder}/${name}.svg)`;
  return `${[
    "# What the tuning spares the disk",
    `${title(results)}. \`npm run bench:loki -- --write-docs\` wrote this page: every figure in it is of that run.`,
    list(answers(races)),
    `${example(races)} That is ${operations(races)}.`,
    plot("written", "bytes written a day, by load and tuning"),
    "## How it was measured",
    markdownTable(settingRows()),
    ...method(results),
    "## What was written",
    markdownTable(loadRows(races)),
    markdownTable(writtenRows(races)),
    plot("by-text", "bytes written a day against bytes of text"),
    "## Why",
    ...reasons(races),
    plot("parts", "what the chart's bytes are"),
    markdownTable(partRows(races)),
    markdownTable(chunkRows(races)),
    ...(speeds.length > 1 ? ["## One load at several speeds", markdownTable(speedRows(speeds))] : []),
    "## What a day in memory means for queries",
    markdownTable(queryRows(queried)),
    replayText(killed),
    "## What this doesn't tell",
    list(limits(results)),
  ].join("\n\n")}\n`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

const FOLDER = "benchmarks";

/** Writes docs/benchmarks.md and its plots. */
export function writeDocs(results: Results): void {
  const docs = join(PROJECT, "docs");
  const plots = plotsOf(results.races);
  mkdirSync(join(docs, FOLDER), { recursive: true });
  for (const { name, svg } of plots) writeFileSync(join(docs, FOLDER, `${name}.svg`), svg);
  writeFileSync(join(docs, `${FOLDER}.md`), page(results, FOLDER));
}

/** The figures as a text to read. */
export function report(results: Results): string {
  const { races, speeds, queried, killed } = results;
  return [
    title(results),
    textTable(loadRows(races)),
    textTable(writtenRows(races)),
    textTable(partRows(races)),
    textTable(chunkRows(races)),
    ...(speeds.length > 1 ? [textTable(speedRows(speeds))] : []),
    textTable(queryRows(queried)),
    replayText(killed),
    ...reservations(races),
  ].join("\n\n");
}
