import type { Results } from "../results";
import { limits, method } from "./prose";
import { reasons } from "./reasons";
import { answers, example, operations, replayText, title } from "./sentences";
import { markdownTable } from "./table";
import { chunkRows, loadRows, partRows, queryRows, settingRows, speedRows, writtenRows } from "./tables";

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
